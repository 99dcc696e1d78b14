import * as vscode from 'vscode';

/** Less of a text is kept until it fits; a few attempts come near enough. */
const ATTEMPTS = 6;
/** Counting is not exact. */
const MARGIN = 0.95;

/** As much of a text as its reader has room for, whole lines, with a last one that says so. */
export async function shortened(
  text: string,
  { tokenBudget, countTokens }: vscode.LanguageModelToolTokenizationOptions,
  token: vscode.CancellationToken,
): Promise<string> {
  let kept = text;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const tokens = await countTokens(kept, token);
    if (tokens <= tokenBudget) return kept;
    const length = Math.floor((kept.length * tokenBudget * MARGIN) / tokens);
    const end = text.lastIndexOf('\n', length);
    kept = `${text.slice(0, Math.max(0, end === -1 ? length : end))}\n${vscode.l10n.t('(The rest was left out: ask for less.)')}`;
  }
  return kept;
}

import * as vscode from 'vscode';

const MOST_POLICIES = 50;

/** Which policy an import is for: the one in front, the only one, or the one that is chosen. Undefined: none. */
export async function policyFor(): Promise<vscode.Uri | undefined | 'left'> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === 'rbr' || document?.languageId === 'rbr-samples') return document.uri;
  const found = await vscode.workspace.findFiles(
    '**/{*.rbr.yaml,*.rbr.yml,proposition_prompts.yaml}',
    '**/node_modules/**',
    MOST_POLICIES,
  );
  if (found.length < 2) return found[0];
  const items = found
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri: uri as vscode.Uri | undefined }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const none = { label: vscode.l10n.t('None'), uri: undefined, alwaysShow: true };
  const chosen = await vscode.window.showQuickPick([...items, none], {
    title: vscode.l10n.t('Import: which policy are the samples for?'),
    placeHolder: vscode.l10n.t('Its names decide what values are taken for'),
  });
  return chosen ? chosen.uri : 'left';
}

import * as vscode from 'vscode';
import type {
  LanguageModelParams,
  LanguageModelResult,
} from '../../../server/src/language/protocol-grading.ts';

/** Answers for a language model of the editor. Without messages it only says which model would. */
export async function askLanguageModel(
  { model: wanted, messages }: LanguageModelParams,
  token: vscode.CancellationToken,
): Promise<LanguageModelResult> {
  // Editors that are built on VS Code may lack it.
  const offered = (await vscode.lm?.selectChatModels?.()) ?? [];
  const model =
    wanted === '' ? offered[0] : offered.find(({ id, family, name }) => [id, family, name].includes(wanted));
  if (!model) {
    const message =
      wanted === ''
        ? vscode.l10n.t(
            'This editor offers no language model. Sign in to one, or set rbr.grader.kind to "openai".',
          )
        : vscode.l10n.t('This editor offers no language model "{0}".', wanted);
    return { error: 'none', message };
  }
  if (messages.length === 0) return { text: '', model: model.id };
  try {
    const response = await model.sendRequest(
      messages.map(({ role, content }) =>
        role === 'assistant'
          ? vscode.LanguageModelChatMessage.Assistant(content)
          : vscode.LanguageModelChatMessage.User(content),
      ),
      { justification: vscode.l10n.t('It grades completions against the propositions of your policy.') },
      token,
    );
    let text = '';
    for await (const part of response.text) text += part;
    return { text, model: model.id };
  } catch (error) {
    return { error: kindOf(error), message: error instanceof Error ? error.message : String(error) };
  }
}

function kindOf(error: unknown): Extract<LanguageModelResult, { error: string }>['error'] {
  if (!(error instanceof vscode.LanguageModelError)) return 'failed';
  switch (error.code) {
    case vscode.LanguageModelError.NoPermissions().code:
      return 'refused';
    case vscode.LanguageModelError.Blocked().code:
      return /quota|rate/i.test(error.message) ? 'busy' : 'blocked';
    case vscode.LanguageModelError.NotFound().code:
      return 'none';
    default:
      return 'failed';
  }
}

import * as vscode from 'vscode';
import { readSettings } from '../grading/settings.ts';

type Kind = 'embedded' | 'openai' | 'editor';

/** Who is to grade from now on; it goes into the user's own settings, since it says where text and money go. */
export async function chooseGrader(): Promise<void> {
  const { settings, openAi } = readSettings();
  const item = (grader: Kind, label: string, detail: string) => ({
    grader,
    label,
    detail,
    ...(settings.kind === grader && { description: vscode.l10n.t('now') }),
  });
  const chosen = await vscode.window.showQuickPick(
    [
      item(
        'embedded',
        vscode.l10n.t('Embedded grader'),
        vscode.l10n.t('Learnt from your labelled samples. No network, no key, no cost.'),
      ),
      item('openai', vscode.l10n.t('A model at an address …'), openAi.baseUrl),
      item(
        'editor',
        vscode.l10n.t('A language model of this editor …'),
        vscode.l10n.t('No key; P(yes) is a share of votes.'),
      ),
    ],
    { title: vscode.l10n.t('Who grades?') },
  );
  if (!chosen) return;
  if (chosen.grader === 'openai' && !(await chooseAddress(openAi.baseUrl, openAi.model))) return;
  if (chosen.grader === 'editor' && !(await chooseEditorModel())) return;
  await write('kind', chosen.grader);
}

async function chooseAddress(baseUrl: string, model: string): Promise<boolean> {
  const address = await vscode.window.showInputBox({
    title: vscode.l10n.t('OpenAI-compatible address'),
    value: baseUrl,
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^https?:\/\//.test(text.trim()) && URL.canParse(text.trim())
        ? undefined
        : vscode.l10n.t('An http or https address, such as https://api.openai.com/v1.'),
  });
  if (address === undefined) return false;
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Model'),
    prompt: vscode.l10n.t("Empty: the policy's own."),
    value: model,
    ignoreFocusOut: true,
  });
  if (name === undefined) return false;
  await write('baseUrl', address.trim());
  await write('model', name.trim());
  return true;
}

async function chooseEditorModel(): Promise<boolean> {
  // Editors that are built on VS Code may lack it.
  const offered = (await vscode.lm?.selectChatModels?.()) ?? [];
  if (offered.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('This editor offers no language model. Sign in to one first.'),
    );
    return false;
  }
  const items = offered.map(({ id, name, vendor }) => ({ label: name, description: vendor, id }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Model') });
  if (!chosen) return false;
  await write('model', chosen.id);
  return true;
}

async function write(key: string, value: string): Promise<void> {
  await vscode.workspace.getConfiguration('rbr.grader').update(key, value, vscode.ConfigurationTarget.Global);
}

import * as vscode from 'vscode';
import type { Connection } from '../connection.ts';
import { type ApiKeys, normalAddress } from '../grading/api-keys.ts';
import { readSettings } from '../grading/settings.ts';
import { type LocalItem, localItems, modelOf } from './local-models.ts';

type Kind = 'embedded' | 'openai' | 'editor';
type KindItem = vscode.QuickPickItem & { readonly grader: Kind };
type Item = KindItem | LocalItem | vscode.QuickPickItem;

/**
 * Who is to grade from now on; it goes into the user's own settings, since it says where text and money go. While the
 * list is open, the model servers on this machine are looked for and put below.
 */
export async function chooseGrader(connection: Connection, keys: ApiKeys): Promise<void> {
  const chosen = await pick(connection);
  if (!chosen) return;
  if ('server' in chosen) {
    const model = await modelOf(chosen, connection, keys);
    if (model === undefined || !(await writeAddress(chosen.server.baseUrl, model))) return;
    await write('kind', 'openai');
    // What is offered need not be able to chat.
    await vscode.commands.executeCommand('rbr.doctor');
    return;
  }
  if (!('grader' in chosen)) return;
  const { openAi } = readSettings();
  if (chosen.grader === 'openai' && !(await chooseAddress(openAi.baseUrl, openAi.model))) return;
  if (chosen.grader === 'editor' && !(await chooseEditorModel())) return;
  await write('kind', chosen.grader);
}

async function pick(connection: Connection): Promise<Item | undefined> {
  const cancel = new vscode.CancellationTokenSource();
  const picker = vscode.window.createQuickPick<Item>();
  const kinds = kindItems();
  picker.title = vscode.l10n.t('Who grades?');
  picker.items = kinds;
  picker.matchOnDetail = true;
  picker.busy = true;
  picker.placeholder = vscode.l10n.t('Looking for model servers on this machine …');
  try {
    return await new Promise<Item | undefined>((resolve) => {
      picker.onDidAccept(() => resolve(picker.activeItems[0]));
      picker.onDidHide(() => resolve(undefined));
      picker.show();
      localItems(connection, cancel.token)
        // Where the server cannot be asked, there is the rest of the list.
        .catch((): (LocalItem | vscode.QuickPickItem)[] => [])
        .then((local) => {
          picker.busy = false;
          picker.placeholder = '';
          if (local.length === 0) return;
          const active = picker.activeItems;
          picker.keepScrollPosition = true;
          picker.items = [...kinds, ...local];
          picker.activeItems = active;
        });
    });
  } finally {
    cancel.cancel();
    cancel.dispose();
    picker.dispose();
  }
}

function kindItems(): KindItem[] {
  const { settings, openAi } = readSettings();
  const item = (grader: Kind, label: string, detail: string): KindItem => ({
    grader,
    label,
    detail,
    ...(settings.kind === grader && { description: vscode.l10n.t('now') }),
  });
  return [
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
  ];
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
  return writeAddress(address.trim(), name.trim());
}

/** False: the user does not want to. */
async function writeAddress(baseUrl: string, model: string): Promise<boolean> {
  if (!(await settleHeaders(baseUrl))) return false;
  await write('baseUrl', baseUrl);
  await write('model', model);
  return true;
}

/** Headers may be secrets of the address that they were set for: to another they go only where that is wanted. */
async function settleHeaders(baseUrl: string): Promise<boolean> {
  const { openAi } = readSettings();
  const names = Object.keys(openAi.headers ?? {});
  if (names.length === 0 || normalAddress(openAi.baseUrl) === normalAddress(baseUrl)) return true;
  const remove = vscode.l10n.t('Remove Them');
  const send = vscode.l10n.t('Send Them There Too');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'Your settings have headers that were sent to {0}: {1}. What of {2}?',
      openAi.baseUrl,
      names.join(', '),
      baseUrl,
    ),
    { modal: true },
    ...[remove, send],
  );
  if (chosen === remove) await write('headers', undefined);
  return chosen !== undefined;
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

async function write(key: string, value: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('rbr.grader').update(key, value, vscode.ConfigurationTarget.Global);
}

import * as vscode from 'vscode';
import {
  LOCAL_SERVERS_REQUEST,
  type LocalServer,
  OFFERED_MODELS_REQUEST,
} from '../../../server/src/language/protocol-care.ts';
import type { Connection } from '../connection.ts';
import type { ApiKeys } from '../grading/api-keys.ts';
import { ownSetting, readSettings } from '../grading/settings.ts';

/** A model of a server on this machine, or such a server that wants a key first. */
export interface LocalItem extends vscode.QuickPickItem {
  readonly server: LocalServer;
  /** Absent: the server tells them to those who have a key. */
  readonly model?: string;
}

/** The servers that answer on this machine, as sections of a list with their models. */
export async function localItems(
  connection: Connection,
  token: vscode.CancellationToken,
): Promise<(LocalItem | vscode.QuickPickItem)[]> {
  const ports = ownSetting<readonly number[]>('localPorts');
  const { servers } = await connection.ask(LOCAL_SERVERS_REQUEST, { ports }, token);
  return servers.flatMap((server) => [
    { label: headOf(server), kind: vscode.QuickPickItemKind.Separator },
    ...itemsOf(server),
  ]);
}

function headOf({ name, baseUrl }: LocalServer): string {
  const { host } = new URL(baseUrl);
  return name === host ? vscode.l10n.t('On this machine: {0}', host) : `${name} (${host})`;
}

function itemsOf(server: LocalServer): (LocalItem | vscode.QuickPickItem)[] {
  const detail = server.baseUrl;
  if (server.needsKey)
    return [
      {
        label: vscode.l10n.t('A model of {0} …', plain(server.name)),
        description: vscode.l10n.t('needs a key'),
        ...{ detail, server },
      },
    ];
  if (server.models.length === 0)
    return [{ label: vscode.l10n.t('{0} has no models yet', plain(server.name)), detail }];
  const { openAi, settings } = readSettings();
  return server.models.map((model) => {
    const isNow = settings.kind === 'openai' && openAi.baseUrl === server.baseUrl && openAi.model === model;
    return {
      label: plain(model),
      ...{ detail, server, model },
      ...(isNow && { description: vscode.l10n.t('now') }),
    };
  });
}

/** Asks for what is missing of the choice: a key, and with it the model. Undefined: the user has thought better of it. */
export async function modelOf(
  { server, model }: LocalItem,
  connection: Connection,
  keys: ApiKeys,
): Promise<string | undefined> {
  if (model !== undefined) return model;
  const { baseUrl, name } = server;
  const apiKey = (await keys.get(baseUrl)) ?? ((await keys.ask(baseUrl)) && (await keys.get(baseUrl)));
  if (apiKey === undefined) return undefined;
  // The headers are for the address that they were set with.
  const settings = { ...readSettings().openAi, baseUrl, apiKey, model: '', headers: {} };
  const offered = await connection.ask(OFFERED_MODELS_REQUEST, { settings });
  const title = vscode.l10n.t('Which model of {0}?', name);
  if ('models' in offered) {
    const items = offered.models.map((each) => ({ label: plain(each), model: each }));
    return (await vscode.window.showQuickPick(items, { title }))?.model;
  }
  const written = await vscode.window.showInputBox({ title, prompt: offered.reason, ignoreFocusOut: true });
  return written?.trim() || undefined;
}

/** `$(…)` in a name would be an icon. */
function plain(name: string): string {
  return name.replaceAll('$(', '$\u200b(');
}

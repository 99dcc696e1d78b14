import * as vscode from 'vscode';
import {
  GRADER_NOTIFICATION,
  type GraderSettings,
  type OpenAiSettings,
} from '../../../server/src/language/protocol-grading.ts';
import type { Connection } from '../connection.ts';
import type { Host } from '../host.ts';
import { type ApiKeys, normalAddress } from './api-keys.ts';
import { withVariables } from './header-variables.ts';
import { affectsGrader, readSettings } from './settings.ts';

/**
 * Keeps the server told who grades: after each start, and when settings, keys or trust change. In a workspace that
 * is not trusted that is the embedded grader, so nothing can be sent.
 */
export class GraderChoice implements vscode.Disposable {
  readonly #connection: Connection;
  readonly #keys: ApiKeys;
  readonly #host: Host;
  readonly #told = new vscode.EventEmitter<void>();
  /** The server has been told who grades. */
  readonly onTold = this.#told.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(connection: Connection, keys: ApiKeys, host: Host) {
    this.#connection = connection;
    this.#keys = keys;
    this.#host = host;
    const tell = () => void this.tell();
    this.#subscriptions = [
      connection.onStarted(tell),
      keys.onDidChange(tell),
      vscode.workspace.onDidGrantWorkspaceTrust(tell),
      vscode.workspace.onDidChangeConfiguration((event) => affectsGrader(event) && tell()),
    ];
  }

  async tell(): Promise<void> {
    await this.#connection.tell(GRADER_NOTIFICATION, (await this.current()).settings);
    this.#told.fire();
  }

  dispose(): void {
    for (const each of [...this.#subscriptions, this.#told]) each.dispose();
  }

  /** Who grades now, and where the key comes from. */
  async current(): Promise<{ readonly settings: GraderSettings; readonly keySource: string }> {
    if (!vscode.workspace.isTrusted) return { settings: { kind: 'embedded' }, keySource: '' };
    const { settings } = readSettings();
    return settings.kind === 'openai' ? this.ofAddress() : { settings, keySource: '' };
  }

  /** The model at the address that is set, whoever grades. */
  async ofAddress(): Promise<{ readonly settings: OpenAiSettings; readonly keySource: string }> {
    const { openAi: read, apiKeyVariable } = readSettings();
    const variable = (name: string) => this.#host.environment(name);
    const openAi = { ...read, headers: withVariables(read.headers ?? {}, variable) };
    const kept = await this.#keys.get(openAi.baseUrl);
    if (kept !== undefined)
      return { settings: { ...openAi, apiKey: kept }, keySource: vscode.l10n.t('from the secret storage') };
    const apiKey = this.#fromEnvironment(apiKeyVariable, openAi.baseUrl);
    if (apiKey !== undefined)
      return {
        settings: { ...openAi, apiKey },
        keySource: vscode.l10n.t('from the variable {0}', apiKeyVariable),
      };
    const none =
      apiKeyVariable === ''
        ? vscode.l10n.t('none is set')
        : vscode.l10n.t('none is set, and the variable {0} is empty', apiKeyVariable);
    return { settings: openAi, keySource: none };
  }

  /** The variable is named by the user together with the address. */
  #fromEnvironment(variable: string, baseUrl: string): string | undefined {
    return variable === '' || normalAddress(baseUrl) === undefined
      ? undefined
      : this.#host.environment(variable) || undefined;
  }
}

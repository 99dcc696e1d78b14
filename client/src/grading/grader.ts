import * as vscode from 'vscode';
import type { GraderSettings } from '../../../server/src/language/protocol-grading.ts';
import type { Connection } from '../connection.ts';
import type { Host } from '../host.ts';
import { type ApiKeys, normalAddress } from './api-keys.ts';
import { affectsGrader, readSettings } from './settings.ts';

/**
 * Keeps the server told who grades: after each start, and when settings, keys or trust change. In a workspace that
 * is not trusted that is the embedded grader, so nothing can be sent.
 */
export class GraderChoice implements vscode.Disposable {
  readonly #connection: Connection;
  readonly #keys: ApiKeys;
  readonly #host: Host;
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
    await this.#connection.useGrader(await this.#settings());
  }

  dispose(): void {
    for (const each of this.#subscriptions) each.dispose();
  }

  async #settings(): Promise<GraderSettings> {
    if (!vscode.workspace.isTrusted) return { kind: 'embedded' };
    const { settings, apiKeyVariable } = readSettings();
    if (settings.kind !== 'openai') return settings;
    const apiKey =
      (await this.#keys.get(settings.baseUrl)) ?? this.#fromEnvironment(apiKeyVariable, settings.baseUrl);
    return { ...settings, ...(apiKey !== undefined && { apiKey }) };
  }

  /** The variable is named by the user together with the address. */
  #fromEnvironment(variable: string, baseUrl: string): string | undefined {
    return variable === '' || normalAddress(baseUrl) === undefined
      ? undefined
      : this.#host.environment(variable) || undefined;
  }
}

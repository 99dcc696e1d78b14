import * as vscode from 'vscode';

const PREFIX = 'rbr.apiKey:';

/** API keys in the editor's secret storage, each under the address that it was given for. */
export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  get onDidChange(): vscode.Event<vscode.SecretStorageChangeEvent> {
    return this.#secrets.onDidChange;
  }

  async get(baseUrl: string): Promise<string | undefined> {
    const address = normalAddress(baseUrl);
    return address === undefined ? undefined : this.#secrets.get(PREFIX + address);
  }

  /** Asks for the key of an address. */
  async ask(baseUrl: string): Promise<void> {
    const address = normalAddress(baseUrl);
    if (address === undefined) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('"{0}" in rbr.grader.baseUrl is no http or https address.', baseUrl),
      );
      return;
    }
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('API key for {0}', address),
      prompt: vscode.l10n.t('It is kept in the secret storage of this editor and sent to {0} only.', address),
      password: true,
      ignoreFocusOut: true,
    });
    if (key?.trim()) await this.#secrets.store(PREFIX + address, key.trim());
  }

  async forget(baseUrl: string): Promise<void> {
    const address = normalAddress(baseUrl);
    if (address === undefined) return;
    await this.#secrets.delete(PREFIX + address);
    void vscode.window.showInformationMessage(vscode.l10n.t('The API key for {0} is forgotten.', address));
  }
}

/** Two writings of one address are one; undefined where it is none. */
export function normalAddress(baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const { protocol, origin, pathname } = new URL(baseUrl);
  return /^https?:$/.test(protocol) ? `${origin}${pathname.replace(/\/+$/, '')}` : undefined;
}

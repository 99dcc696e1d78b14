import * as vscode from 'vscode';

const PREFIX = 'rbr.apiKey:';
/** Addresses for which there is a key, never the keys: older editors cannot list what is in their secret storage. */
const ADDRESSES = 'rbr.apiKeyAddresses';

/** API keys in the editor's secret storage, each under the address that it was given for. */
export class ApiKeys {
  readonly #secrets: vscode.SecretStorage;
  readonly #memory: vscode.Memento;

  constructor(secrets: vscode.SecretStorage, memory: vscode.Memento) {
    this.#secrets = secrets;
    this.#memory = memory;
  }

  get onDidChange(): vscode.Event<vscode.SecretStorageChangeEvent> {
    return this.#secrets.onDidChange;
  }

  async get(baseUrl: string): Promise<string | undefined> {
    const address = normalAddress(baseUrl);
    return address === undefined ? undefined : this.#secrets.get(PREFIX + address);
  }

  /** Asks for the key of an address. Resolves with the address where one is kept now. */
  async ask(baseUrl: string): Promise<string | undefined> {
    const address = normalAddress(baseUrl);
    if (address === undefined) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('"{0}" in rbr.grader.baseUrl is no http or https address.', baseUrl),
      );
      return undefined;
    }
    const key = await vscode.window.showInputBox({
      title: vscode.l10n.t('API key for {0}', address),
      prompt: vscode.l10n.t('It is kept in the secret storage of this editor and sent to {0} only.', address),
      password: true,
      ignoreFocusOut: true,
    });
    if (!key?.trim()) return undefined;
    await this.#secrets.store(PREFIX + address, key.trim());
    await this.#remember([...new Set([...this.#remembered(), address])]);
    return address;
  }

  /** Where keys are kept for, `baseUrl` among them where there is one for it. */
  async addresses(baseUrl: string): Promise<string[]> {
    const asked = normalAddress(baseUrl);
    const known = [...new Set([...this.#remembered(), ...(asked === undefined ? [] : [asked])])];
    const keys = await Promise.all(known.map((address) => this.#secrets.get(PREFIX + address)));
    return known.filter((_, index) => keys[index] !== undefined);
  }

  async forget(address: string): Promise<void> {
    await this.#secrets.delete(PREFIX + address);
    await this.#remember(this.#remembered().filter((each) => each !== address));
  }

  #remembered(): readonly string[] {
    return this.#memory.get<readonly string[]>(ADDRESSES, []);
  }

  async #remember(addresses: readonly string[]): Promise<void> {
    await this.#memory.update(ADDRESSES, addresses);
  }
}

/** Two writings of one address are one; undefined where it is none. */
export function normalAddress(baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const { protocol, origin, pathname } = new URL(baseUrl);
  return /^https?:$/.test(protocol) ? `${origin}${pathname.replace(/\/+$/, '')}` : undefined;
}

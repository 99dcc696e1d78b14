import * as vscode from 'vscode';
import { webviewHtml } from './webview-html.ts';

export interface PanelKind {
  readonly viewType: string;
  readonly title: string;
  /** Of `dist/webview/`. */
  readonly script: string;
  /** What the panel says, to be read and never trusted. */
  readonly receive: (message: unknown) => Promise<void>;
}

/** One webview panel of a kind: opened beside the editor, revealed when it is there, taken over after a reload. */
export class PanelHost implements vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #kind: PanelKind;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extension: vscode.Uri, kind: PanelKind) {
    this.#extension = extension;
    this.#kind = kind;
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  get isOpen(): boolean {
    return this.#panel !== undefined;
  }

  reveal(): void {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const { viewType, title } = this.#kind;
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.adopt(vscode.window.createWebviewPanel(viewType, title, beside));
  }

  /** Makes a panel this one, in place of the one that there was. */
  adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const folder = vscode.Uri.joinPath(this.#extension, 'dist', 'webview');
    panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: unknown) => this.#kind.receive(message));
    panel.webview.html = webviewHtml({
      script: panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, this.#kind.script)).toString(),
      cspSource: panel.webview.cspSource,
      title: this.#kind.title,
      translation: vscode.l10n.bundle,
      language: vscode.env.language,
    });
  }

  async post(message: object, title?: string): Promise<void> {
    if (!this.#panel) return;
    if (title !== undefined) this.#panel.title = title;
    await this.#panel.webview.postMessage(message);
  }
}

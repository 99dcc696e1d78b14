import * as vscode from 'vscode';

/** Documents that are made, not stored: each is shown as rendered Markdown. */
export class ReviewDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  static readonly scheme = 'rbr-review';
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  /** The editor takes no notice of changes between asking for a text and having the document: they are told again. */
  readonly #opened = vscode.workspace.onDidOpenTextDocument((document) => {
    const text = this.#texts.get(document.uri.toString());
    if (text !== undefined && text !== document.getText()) this.#changed.fire(document.uri);
  });

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Shows a text beside the editor; asked for again under the same name, it takes the place of the last one. */
  async show(name: string, markdown: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: ReviewDocuments.scheme, path: `/${name}.md` });
    this.#texts.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    await this.#closePreview(name);
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  }

  /** With the focus in the preview, "to the side" would be beside it: one preview after the other. */
  async #closePreview(name: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const isOurs = ({ input, label }: vscode.Tab) =>
      input instanceof vscode.TabInputWebview &&
      input.viewType.endsWith('markdown.preview') &&
      label.endsWith(`${name}.md`);
    await vscode.window.tabGroups.close(tabs.filter(isOurs));
  }

  /** Another text for what is shown; where it was closed it stays closed. */
  update(name: string, markdown: string): void {
    const uri = vscode.Uri.from({ scheme: ReviewDocuments.scheme, path: `/${name}.md` });
    this.#texts.set(uri.toString(), markdown);
    this.#changed.fire(uri);
  }

  dispose(): void {
    this.#opened.dispose();
    this.#changed.dispose();
  }
}

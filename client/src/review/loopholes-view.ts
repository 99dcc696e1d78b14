import * as vscode from 'vscode';
import {
  LOOPHOLES_REQUEST,
  type LoopholeGroup,
  type LoopholeItem,
} from '../../../server/src/language/protocol.ts';
import type { Connection } from '../connection.ts';

type Item = LoopholeGroup | LoopholeItem | LoopholeItem['cases'][number];

/** Several changes in a row are asked about once. */
const SETTLE_MS = 500;

/** What the classes of the policy in front let through, by response type, down to the labelled completions. */
export class LoopholesView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  static readonly id = 'rbr.loopholes';
  readonly #connection: Connection;
  readonly #view: vscode.TreeView<Item>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #asked: string | undefined;
  #settling: NodeJS.Timeout | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#view = vscode.window.createTreeView(LoopholesView.id, { treeDataProvider: this });
    const later = () => {
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.#changed.fire(), SETTLE_MS);
    };
    this.#subscriptions = [
      connection.onChanged(later),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        // The panel or the output in front says nothing about another policy.
        if (editor && isOurs(editor.document) && editor.document.uri.toString() !== this.#asked) later();
      }),
    ];
  }

  async getChildren(item?: Item): Promise<Item[]> {
    if (!item) return this.#groups();
    if ('loopholes' in item) return [...item.loopholes];
    return 'cases' in item ? [...item.cases] : [];
  }

  getTreeItem(item: Item): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const tree = new vscode.TreeItem('', None);
    if ('loopholes' in item) {
      tree.label = item.name;
      tree.description = `${item.loopholes.length}`;
      tree.collapsibleState = item.loopholes.length > 0 ? Collapsed : None;
      tree.iconPath = new vscode.ThemeIcon('symbol-class');
    } else if ('cases' in item) {
      tree.label = item.message;
      tree.tooltip = item.message;
      tree.collapsibleState = item.cases.length > 0 ? Collapsed : None;
      tree.iconPath = new vscode.ThemeIcon(item.cases.length > 0 ? 'eye' : 'circle-outline');
    } else {
      tree.label = item.id;
      tree.iconPath = new vscode.ThemeIcon('comment');
    }
    const { location } = item;
    if (location) {
      const { start, end } = location.range;
      const selection = new vscode.Range(start.line, start.character, end.line, end.character);
      tree.command = {
        title: vscode.l10n.t('Go there'),
        command: 'vscode.open',
        arguments: [vscode.Uri.parse(location.uri), { selection } satisfies vscode.TextDocumentShowOptions],
      };
    }
    return tree;
  }

  async #groups(): Promise<Item[]> {
    const editor = vscode.window.activeTextEditor;
    if (editor && isOurs(editor.document)) this.#asked = editor.document.uri.toString();
    if (this.#asked === undefined) return [];
    const result = await this.#connection.ask(LOOPHOLES_REQUEST, { uri: this.#asked });
    this.#view.message = 'reason' in result ? result.reason : '';
    return 'reason' in result ? [] : [...result.responseTypes];
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#view.dispose();
    this.#changed.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

function isOurs({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'rbr' || languageId === 'rbr-samples';
}

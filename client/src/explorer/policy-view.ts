import * as vscode from 'vscode';
import {
  type DiagramParams,
  EXPLORE_REQUEST,
  type ExplorerNode,
  MOVE_CLASS_REQUEST,
} from '../../../server/src/language/protocol-explorer.ts';
import type { Connection } from '../connection.ts';
import { DROPPED_FILES } from '../import/drop.ts';
import { importDropped } from '../import/register.ts';
import { type PolicyItem, PolicyTree } from './policy-tree.ts';

/** Several changes in a row are asked about once. */
const SETTLE_MS = 500;
const MIME = 'application/vnd.code.tree.rbr.policy';

const ICONS: Record<ExplorerNode['kind'], string> = {
  area: 'shield',
  category: 'tag',
  responseType: 'comment-discussion',
  class: 'symbol-class',
  proposition: 'symbol-boolean',
};

/** The policy in front as a tree, from the areas of its content policy down to propositions. Classes can be dragged. */
export class PolicyView
  implements
    vscode.TreeDataProvider<PolicyItem>,
    vscode.TreeDragAndDropController<PolicyItem>,
    vscode.Disposable
{
  static readonly id = 'rbr.policy';
  readonly dragMimeTypes = [MIME];
  readonly dropMimeTypes = [MIME, ...DROPPED_FILES];
  readonly #connection: Connection;
  readonly #view: vscode.TreeView<PolicyItem>;
  readonly #changed = new vscode.EventEmitter<PolicyItem[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  readonly #tree = new PolicyTree();
  #asked: string | undefined;
  #policyUri: string | undefined;
  #questions = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#view = vscode.window.createTreeView(PolicyView.id, {
      treeDataProvider: this,
      dragAndDropController: this,
      showCollapseAll: true,
    });
    const later = () => {
      clearTimeout(this.#settling);
      // What nobody looks at is not asked for: its figures take the grader some time.
      this.#settling = setTimeout(() => this.#view.visible && void this.#update(), SETTLE_MS);
    };
    this.#subscriptions = [
      connection.onChanged(later),
      this.#view.onDidChangeVisibility(later),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor && isOurs(editor.document) && editor.document.uri.toString() !== this.#asked) later();
      }),
    ];
  }

  async getChildren(item?: PolicyItem): Promise<PolicyItem[]> {
    if (item) return [...item.below];
    if (this.#asked === undefined) await this.#update();
    return [...this.#tree.roots];
  }

  async #update(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor && isOurs(editor.document)) this.#asked = editor.document.uri.toString();
    if (this.#asked === undefined) return;
    const question = ++this.#questions;
    const result = await this.#connection.ask(EXPLORE_REQUEST, { uri: this.#asked });
    // One that was asked later knows more.
    if (question !== this.#questions) return;
    this.#view.message = 'reason' in result ? result.reason : '';
    this.#policyUri = 'reason' in result ? undefined : result.policyUri;
    const redraw = this.#tree.update('reason' in result ? [] : result.roots);
    if (redraw === 'all') this.#changed.fire(undefined);
    else if (redraw.length > 0) this.#changed.fire([...redraw]);
  }

  getTreeItem({ node, key }: PolicyItem): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const state = node.children.length === 0 ? None : node.kind === 'area' ? Expanded : Collapsed;
    const item = new vscode.TreeItem(node.name, state);
    item.id = key;
    item.contextValue = `rbr.${node.kind}`;
    item.description = inShort(node);
    item.tooltip = tooltipOf(node);
    const { errors, warnings } = node.findings;
    const [icon, colour] =
      errors > 0
        ? ['error', 'list.errorForeground']
        : warnings > 0
          ? ['warning', 'list.warningForeground']
          : [ICONS[node.kind], undefined];
    item.iconPath = new vscode.ThemeIcon(icon, colour ? new vscode.ThemeColor(colour) : undefined);
    item.accessibilityInformation = {
      label: vscode.l10n.t('{0} {1}, {2}', kindName(node.kind), node.name, inShort(node)),
    };
    if (node.location) {
      const { start, end } = node.location.range;
      const selection = new vscode.Range(start.line, start.character, end.line, end.character);
      item.command = {
        title: vscode.l10n.t('Go there'),
        command: 'vscode.open',
        arguments: [
          vscode.Uri.parse(node.location.uri),
          { selection } satisfies vscode.TextDocumentShowOptions,
        ],
      };
    }
    return item;
  }

  handleDrag([item]: readonly PolicyItem[], data: vscode.DataTransfer): void {
    if (item?.node.kind === 'class') data.set(MIME, new vscode.DataTransferItem(item.node.name));
  }

  /** A class on a class: before it. Anywhere else: to the end. Files are offered for import. */
  async handleDrop(target: PolicyItem | undefined, data: vscode.DataTransfer): Promise<void> {
    const name: unknown = data.get(MIME)?.value;
    if (name === undefined) await importDropped(this.#connection, data, this.#policyUri);
    if (typeof name !== 'string' || target?.node.name === name) return;
    await this.#move(name, target?.node.kind === 'class' ? target.node.name : undefined);
  }

  /** One place up or down among the classes beside it: dragging is not for the keyboard. */
  async step(item: PolicyItem | undefined, by: -1 | 1): Promise<void> {
    const { node, siblings: all } = item ?? this.#view.selection[0] ?? {};
    if (node?.kind !== 'class' || !all) return;
    const siblings = all.filter(({ kind }) => kind === 'class');
    const at = siblings.findIndex(({ name }) => name === node.name);
    const before = by === -1 ? at - 1 : at + 2;
    if (before < 0 || at + by >= siblings.length) return;
    await this.#move(node.name, siblings[before]?.name);
  }

  /** What a diagram of this item is asked for with. */
  diagramOf(item: PolicyItem | undefined): DiagramParams | undefined {
    const { node } = item ?? this.#view.selection[0] ?? {};
    if (node?.kind !== 'class' || this.#policyUri === undefined || node.responseType === undefined)
      return undefined;
    return { uri: this.#policyUri, responseType: node.responseType, className: node.name };
  }

  async #move(name: string, before: string | undefined): Promise<void> {
    if (this.#policyUri === undefined) return;
    const result = await this.#connection.ask(MOVE_CLASS_REQUEST, {
      uri: this.#policyUri,
      name,
      ...(before !== undefined && { before }),
    });
    if ('reason' in result) {
      void vscode.window.showWarningMessage(result.reason);
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    const uri = vscode.Uri.parse(result.uri, true);
    for (const { range, newText } of result.edits) {
      const { start, end } = range;
      edit.replace(uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
    }
    await vscode.workspace.applyEdit(edit);
  }

  dispose(): void {
    clearTimeout(this.#settling);
    this.#view.dispose();
    this.#changed.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }
}

/** Samples, how many of them the grader gets right, findings. */
function inShort({ samples, accuracy, findings: { errors, warnings } }: ExplorerNode): string {
  return [
    samples === 1 ? vscode.l10n.t('1 sample') : vscode.l10n.t('{0} samples', samples),
    ...(accuracy === null ? [] : [vscode.l10n.t('{0}% right', Math.round(accuracy * 100))]),
    ...(errors > 0 ? [errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors)] : []),
    ...(warnings > 0
      ? [warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings)]
      : []),
  ].join(' · ');
}

function kindName(kind: ExplorerNode['kind']): string {
  switch (kind) {
    case 'area':
      return vscode.l10n.t('area');
    case 'category':
      return vscode.l10n.t('category');
    case 'responseType':
      return vscode.l10n.t('response type');
    case 'class':
      return vscode.l10n.t('class');
    case 'proposition':
      return vscode.l10n.t('proposition');
  }
}

function tooltipOf(node: ExplorerNode): vscode.MarkdownString {
  // Names and descriptions come from files: they are text, never Markdown.
  return new vscode.MarkdownString().appendText(
    [node.name, ...(node.description === undefined ? [] : [node.description]), inShort(node)].join('\n\n'),
  );
}

function isOurs({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'rbr' || languageId === 'rbr-samples';
}

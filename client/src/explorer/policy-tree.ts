import type { ExplorerNode } from '../../../server/src/language/protocol-explorer.ts';

/** A node where it stands: a response type may stand below several categories. */
export interface PolicyItem {
  readonly node: ExplorerNode;
  readonly siblings: readonly ExplorerNode[];
  readonly below: readonly PolicyItem[];
  /** What it is known by as long as it is there. */
  readonly key: string;
}

/** What is drawn anew: these items with all below them, or everything. */
export type Redraw = readonly PolicyItem[] | 'all';

type Item = { -readonly [Key in keyof PolicyItem]: PolicyItem[Key] };

/**
 * The items of the explorer, which stay the same while what they show changes. So only rows that have changed are drawn
 * anew: one that is drawn anew loses the mouse that is about to press or to drag it.
 */
export class PolicyTree {
  #items = new Map<string, Item>();
  #roots: readonly PolicyItem[] = [];

  get roots(): readonly PolicyItem[] {
    return this.#roots;
  }

  update(roots: readonly ExplorerNode[]): Redraw {
    const items = new Map<string, Item>();
    const changed: PolicyItem[] = [];
    const before = keysOf(this.#roots);
    this.#roots = this.#place(roots, '', items, changed);
    this.#items = items;
    return keysOf(this.#roots) === before ? changed : 'all';
  }

  /** `changed` takes the topmost ones that are to be drawn anew; without, one above them is. */
  #place(
    nodes: readonly ExplorerNode[],
    above: string,
    items: Map<string, Item>,
    changed: PolicyItem[] | undefined,
  ): readonly PolicyItem[] {
    return nodes.map((node) => {
      // An area may be called as a response type is.
      const key = above + JSON.stringify([node.kind, node.name]);
      const known = this.#items.get(key);
      const item: Item = known ?? { key, node, siblings: nodes, below: [] };
      const isChanged = !known || shown(known.node) !== shown(node);
      items.set(key, Object.assign(item, { node, siblings: nodes }));
      item.below = this.#place(node.children, key, items, isChanged ? undefined : changed);
      if (isChanged) changed?.push(item);
      return item;
    });
  }
}

const keysOf = (items: readonly PolicyItem[]): string => items.map(({ key }) => key).join();

/** All that the row of a node shows and leads to, and which rows are right below it. */
function shown({ children, ...own }: ExplorerNode): string {
  return JSON.stringify([own, children.map(({ kind, name }) => [kind, name])]);
}

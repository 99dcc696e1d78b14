import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExplorerNode } from '../../../server/src/language/protocol-explorer.ts';
import { type PolicyItem, PolicyTree } from './policy-tree.ts';

function node(
  kind: ExplorerNode['kind'],
  name: string,
  children: readonly ExplorerNode[] = [],
  more: Partial<ExplorerNode> = {},
): ExplorerNode {
  return { kind, name, children, findings: { errors: 0, warnings: 0 }, samples: 0, accuracy: null, ...more };
}

const policy = (samples: number, classes: readonly string[] = ['good', 'bad']) => [
  node('area', 'harm', [
    node('category', 'weapons', [
      node(
        'responseType',
        'refuse',
        classes.map((name) => node('class', name, [], { samples })),
      ),
    ]),
  ]),
  node('responseType', 'comply', [node('class', 'good')]),
];

/** The names that a person sees from here down, with figures. */
function drawn(items: readonly PolicyItem[]): unknown[] {
  return items.map((item) => [item.node.kind, item.node.name, item.node.samples, drawn(item.below)]);
}

function itemAt(tree: PolicyTree, ...names: readonly string[]): PolicyItem {
  let items = tree.roots;
  let found: PolicyItem | undefined;
  for (const name of names) {
    found = items.find((item) => item.node.name === name);
    items = found?.below ?? [];
  }
  if (!found) throw new Error(`no ${names.join(' > ')}`);
  return found;
}

const names = (redraw: ReturnType<PolicyTree['update']>) =>
  redraw === 'all' ? redraw : redraw.map((item) => item.node.name);

describe('the tree of the explorer', () => {
  it('is drawn whole at first, and not again where nothing has changed', () => {
    const tree = new PolicyTree();
    expect(tree.update(policy(1))).toBe('all');
    expect(tree.update(policy(1))).toEqual([]);
  });

  it('draws a row anew that leads to another place', () => {
    const tree = new PolicyTree();
    const at = (line: number) => ({
      uri: 'file:///p',
      range: { start: { line, character: 0 }, end: { line, character: 3 } },
    });
    const located = (line: number) => [node('area', 'harm', [], { location: at(line) })];
    tree.update(located(1));
    expect(tree.update(located(1))).toEqual([]);
    expect(names(tree.update(located(5)))).toEqual(['harm']);
  });

  it('draws the rows anew whose figures have changed, and no other', () => {
    const tree = new PolicyTree();
    tree.update(policy(1));
    const good = itemAt(tree, 'harm', 'weapons', 'refuse', 'good');
    expect(names(tree.update(policy(2)))).toEqual(['good', 'bad']);
    expect(itemAt(tree, 'harm', 'weapons', 'refuse', 'good')).toBe(good);
  });

  it('draws what is around rows that come, go or change places', () => {
    const tree = new PolicyTree();
    tree.update(policy(1));
    expect(names(tree.update(policy(1, ['bad', 'good'])))).toEqual(['refuse']);
    expect(names(tree.update(policy(1, ['bad'])))).toEqual(['refuse']);
    expect(tree.update(policy(1).slice(1))).toBe('all');
  });

  it('tells an area from a response type of that name', () => {
    const tree = new PolicyTree();
    tree.update([node('area', 'a'), node('responseType', 'a'), node('area', 'a/\uD800,b')]);
    expect(new Set(tree.roots.map(({ key }) => key)).size).toBe(3);
  });

  it('shows what it was told last, and says of every row that is shown otherwise', () => {
    const level = (below: fc.Arbitrary<ExplorerNode[]>) =>
      fc.uniqueArray(
        fc
          .tuple(fc.constantFrom('a', 'b', 'c', 'a/b'), below, fc.nat(2))
          .map(([name, children, samples]) => node('class', name, children, { samples })),
        { maxLength: 3, selector: ({ name }) => name },
      );
    const roots = level(level(level(fc.constant([]))));
    fc.assert(
      fc.property(fc.array(roots, { minLength: 1, maxLength: 4 }), (versions) => {
        const tree = new PolicyTree();
        // What stands on the screen, as VS Code keeps it: a row is asked for again only where that is said.
        let rows = new Map<string, unknown>();
        for (const version of versions) {
          const redraw = tree.update(version);
          const fresh = new PolicyTree();
          fresh.update(version);
          expect(drawn(tree.roots)).toEqual(drawn(fresh.roots));
          const next = new Map<string, unknown>();
          const look = (items: readonly PolicyItem[], isAnew: boolean): unknown[] =>
            items.map((item) => {
              const anew = isAnew || (redraw !== 'all' && redraw.includes(item));
              const row = anew ? [item.node.name, item.node.samples] : rows.get(item.key);
              next.set(item.key, row);
              return [row, look(item.below, anew)];
            });
          const screen = look(tree.roots, redraw === 'all');
          rows = next;
          const wanted = (items: readonly ExplorerNode[]): unknown[] =>
            items.map((each) => [[each.name, each.samples], wanted(each.children)]);
          expect(screen).toEqual(wanted(version));
        }
      }),
    );
  });
});

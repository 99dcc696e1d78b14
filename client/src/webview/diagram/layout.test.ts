import { describe, expect, it } from 'vitest';
import type { DiagramNode } from '../../../../server/src/language/protocol-explorer.ts';
import { layOut } from './layout.ts';

const question = (proposition: string, yes: number, no: number): DiagramNode => ({
  kind: 'question',
  proposition,
  yes,
  no,
});
const diagram = (...nodes: DiagramNode[]) => ({ className: 'c', responseType: 't', nodes, conditions: [] });
const holds: DiagramNode = { kind: 'end', holds: true };
const not: DiagramNode = { kind: 'end', holds: false };

describe('the layout of a diagram', () => {
  it('gives each question a row and the ends the last one, and no two nodes one place', () => {
    const layout = layOut(diagram(question('a', 1, 2), question('b', 3, 4), question('b', 4, 3), holds, not));
    expect(layout.placed.map(({ row }) => row)).toEqual([0, 1, 1, 2, 2]);
    expect(layout.rows).toBe(3);
    expect(new Set(layout.placed.map(({ row, x }) => `${row} ${x}`)).size).toBe(5);
  });

  it('puts nodes below what leads to them', () => {
    // Written the wrong way round: what `a` asks first goes to the right.
    const { placed } = layOut(
      diagram(
        question('a', 2, 1),
        question('b', 4, 3),
        question('b', 3, 4),
        question('c', 5, 6),
        question('c', 6, 5),
        holds,
        not,
      ),
    );
    expect(placed[0]?.x).toBe(0.5);
    for (const { x } of placed.slice(1)) expect([0, 1]).toContain(x);
  });

  it('is of one node where the class always holds', () => {
    expect(layOut(diagram(holds))).toEqual({ placed: [{ row: 0, x: 0 }], rows: 1, columns: 1 });
  });
});

import { describe, expect, it } from 'vitest';
import type { DiagramNode } from '../../../../server/src/language/protocol-explorer.ts';
import { layOut } from './layout.ts';

const question = (proposition: string, yes: number, no: number): DiagramNode => ({
  kind: 'question',
  proposition,
  yes,
  no,
});
const holds: DiagramNode = { kind: 'end', holds: true };
const not: DiagramNode = { kind: 'end', holds: false };
const laidOut = (...nodes: DiagramNode[]) =>
  layOut({ className: 'c', responseType: 't', nodes, conditions: [] }, { box: 100, lane: 10, gap: 10 });

describe('the layout of a diagram', () => {
  it('gives each question a row and the ends the last one, and no two nodes one place', () => {
    const { boxes, rows } = laidOut(
      question('a', 1, 2),
      question('b', 3, 4),
      question('b', 4, 3),
      holds,
      not,
    );
    expect(boxes.map(({ row }) => row)).toEqual([0, 1, 1, 2, 2]);
    expect(rows).toBe(3);
    for (const [index, one] of boxes.entries())
      for (const other of boxes.slice(index + 1))
        expect(one.row !== other.row || Math.abs(one.x - other.x) >= 110).toBe(true);
  });

  it('leads an edge that passes a row beside its boxes, in one lane with all that go there', () => {
    // a, b and c lead to "not"; of a and b that is past other rows.
    const { boxes, lines } = laidOut(
      question('a', 1, 4),
      question('b', 2, 4),
      question('c', 3, 4),
      holds,
      not,
    );
    const lanes = lines.filter(({ kind }) => kind === 'shared');
    expect(lanes.map(({ from, toBox }) => [from.row, toBox])).toEqual([
      [2, true],
      [1, false],
    ]);
    for (const { from } of lanes) {
      const beside = boxes.filter(({ row }) => row === from.row);
      for (const { x } of beside) expect(Math.abs(x - from.x)).toBeGreaterThanOrEqual(60);
    }
    for (const { from, to } of lines) expect(to.row).toBe(from.row + 1);
    expect(lines.filter(({ kind }) => kind === 'no')).toHaveLength(3);
  });

  it('is of one node where the class always holds', () => {
    expect(laidOut(holds)).toEqual({ boxes: [{ row: 0, x: 50 }], lines: [], rows: 1, width: 100 });
  });
});

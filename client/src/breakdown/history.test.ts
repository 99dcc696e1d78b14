import { describe, expect, it } from 'vitest';
import type { Breakdown } from '../../../server/src/language/protocol.ts';
import { type Histories, historyOf, remembered } from './history.ts';

function breakdown(more: Partial<Breakdown> & { id?: string; total?: number } = {}): Breakdown {
  const { id = 'a', total, ...rest } = more;
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return {
    completion: { id, uri: 'file:///s', location: { uri: 'file:///s', range }, conversation: [], text: '' },
    policyUri: 'file:///p',
    responseType: 'comply',
    grader: { kind: 'embedded', summary: '' },
    classes: [],
    predictedClass: 'good',
    propositions: [],
    versions: { completion: '1', policy: '1', weights: '1', grader: '1' },
    ...(total !== undefined && { reward: { total, rbr: total, contributions: [], combination: 'sum' } }),
    ...rest,
  };
}

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const over = (...all: Breakdown[]): Histories =>
  all.reduce<Histories>((histories, each, index) => remembered(histories, each, at(index + 1)), {});

describe('the history of a completion', () => {
  it('says what had changed when its class or reward did', () => {
    const first = breakdown({ total: 1 });
    const later = breakdown({
      total: 0.5,
      predictedClass: 'bad',
      versions: { completion: '1', policy: '2', weights: '1', grader: '2' },
    });
    const histories = over(first, later);
    expect(historyOf(histories, first)).toMatchObject([
      { when: '2026-01-02T00:00:00.000Z', predictedClass: 'bad', total: 0.5, changed: ['policy', 'grader'] },
      { when: '2026-01-01T00:00:00.000Z', predictedClass: 'good', total: 1, changed: [] },
    ]);
  });

  it('has no entry for what changed nothing, nor for what is not graded', () => {
    const histories = over(breakdown({ total: 1 }));
    const same = breakdown({
      total: 1 + 1e-9,
      versions: { completion: '1', policy: '2', weights: '1', grader: '1' },
    });
    expect(remembered(histories, same, at(9))).toBe(histories);
    expect(remembered(histories, breakdown({ predictedClass: null }), at(9))).toBe(histories);
  });

  it('stays of bounded size, and drops what was not looked at for longest', () => {
    const many = over(...Array.from({ length: 30 }, (_, index) => breakdown({ total: index })));
    expect(historyOf(many, breakdown()).map(({ total }) => total)).toEqual(
      Array.from({ length: 20 }, (_, index) => 29 - index),
    );
    const others = Array.from({ length: 250 }, (_, index) => breakdown({ id: `c${index}`, total: 1 }));
    const histories = over(breakdown(), ...others);
    expect(Object.keys(histories)).toHaveLength(200);
    expect(historyOf(histories, breakdown())).toEqual([]);
    expect(historyOf(histories, breakdown({ id: 'c249' }))).toHaveLength(1);
  });
});

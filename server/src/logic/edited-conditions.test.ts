import { describe, expect, it } from 'vitest';
import { compileLogic } from './classes.ts';
import { editedConditions, type Version } from './edited-conditions.ts';
import { dataOf, policyOf, type SmallPolicy } from './testing.ts';

const BEFORE: SmallPolicy = {
  simple: ['a', 'b', 'c', 'd', 'e'],
  derived: { hostile: [{ d: true }, { e: true }], unread: { a: true } },
  classes: {
    good: { a: true, b: true, hostile: false },
    bad: [{ a: false }, { b: false }, { hostile: true }],
  },
  constraints: [],
};

function versionOf(small: SmallPolicy): Version {
  const logic = compileLogic(policyOf(dataOf(small)));
  return {
    policy: logic.policy,
    vocabulary: logic.vocabulary,
    formulas: logic.responseType('r')?.formulas ?? new Map(),
  };
}

function edited(change: Partial<SmallPolicy>): string[] {
  return [...editedConditions(versionOf(BEFORE), versionOf({ ...BEFORE, ...change }))].sort();
}

describe('the conditions that an edit is about', () => {
  it('are none where conditions are only in another order', () => {
    const bad = [{ hostile: true }, { b: false }, { a: false }];
    expect(edited({ classes: { ...BEFORE.classes, bad: bad } })).toEqual([]);
  });

  it('are the literals that went or came', () => {
    expect(
      edited({ classes: { ...BEFORE.classes, good: { a: true, b: true, c: true, hostile: false } } }),
    ).toEqual(['c']);
    expect(edited({ classes: { ...BEFORE.classes, good: { a: true, b: false, hostile: false } } })).toEqual([
      'b',
    ]);
  });

  it('are what stands behind a derived proposition', () => {
    expect(edited({ classes: { ...BEFORE.classes, good: { a: true, b: true } } })).toEqual(['d', 'e']);
    expect(
      edited({ derived: { ...BEFORE.derived, hostile: [{ d: true }, { e: true }, { c: true }] } }),
    ).toEqual(['c']);
  });

  it('are none where only what no class reads was edited', () => {
    expect(edited({ derived: { ...BEFORE.derived, unread: { b: true } } })).toEqual([]);
  });

  it('are those of a whole alternative that went', () => {
    expect(edited({ classes: { ...BEFORE.classes, bad: [{ a: false }, { hostile: true }] } })).toEqual(['b']);
  });
});

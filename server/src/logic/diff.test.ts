import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic } from './classes.ts';
import { diffLogic, type ResponseTypeDiff } from './diff.ts';
import {
  type Assignment,
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
  type SmallPolicy,
} from './testing.ts';
import { compose, draftOf, type Edit, edited, KINDS_OF_EDITS } from './testing-edits.ts';

const logicOf = (policy: SmallPolicy) => compileLogic(policyOf(dataOf(policy)));

function classesOf(policy: SmallPolicy, assignment: Assignment): string[] {
  return Object.keys(policy.classes).filter((name) =>
    formulaHolds(policy, policy.classes[name] as SmallPolicy['classes'][string], assignment),
  );
}

/** The combinations that the constraints allow; all of them where the constraints contradict each other. */
function allowedIn(policy: SmallPolicy, all: readonly Assignment[]): ReadonlySet<Assignment> {
  const allowed = all.filter((assignment) =>
    policy.constraints.every((constraint) => constraintHolds(policy, constraint, assignment)),
  );
  return new Set(allowed.length > 0 ? allowed : all);
}

function expectAsEnumerated(
  diff: ResponseTypeDiff | undefined,
  before: SmallPolicy,
  after: SmallPolicy,
): void {
  const all = [...assignmentsOf([...new Set([...before.simple, ...after.simple])])];
  const [allowedBefore, allowedAfter] = [allowedIn(before, all), allowedIn(after, all)];
  const keyOf = (from: readonly string[], to: readonly string[]) =>
    `${[...from].sort()} -> ${[...to].sort()}`;
  // A combination of what the classes read counts where something that the constraints allow is like it there.
  const read = [...new Set([...readBy(before), ...readBy(after)])].sort();
  const combinationOf = (assignment: Assignment) => read.map((name) => Number(assignment[name])).join('');
  const combinations: Record<string, Set<string>> = {};
  for (const assignment of all) {
    if (!allowedBefore.has(assignment) && !allowedAfter.has(assignment)) continue;
    const [from, to] = [classesOf(before, assignment), classesOf(after, assignment)];
    if ([...from].sort().join() === [...to].sort().join()) continue;
    const key = keyOf(from, to);
    combinations[key] = (combinations[key] ?? new Set()).add(combinationOf(assignment));
  }
  const counts = Object.fromEntries(Object.entries(combinations).map(([key, set]) => [key, set.size]));
  const found = diff?.changes.map(({ from, to, count }) => [keyOf(from, to), Number(count)]);
  expect(Number(diff?.of)).toBe(2 ** read.length);
  expect(Object.fromEntries(found ?? [])).toEqual(counts);
  expect(found?.length).toBe(Object.keys(counts).length);
  expect(Number(diff?.changed)).toBe(Object.values(counts).reduce((sum, count) => sum + count, 0));
  expect(diff?.equivalent).toBe(Object.keys(counts).length === 0);
  for (const { witness, from, to } of diff?.changes ?? []) {
    expect(read).toEqual(expect.arrayContaining(Object.keys(witness)));
    const shown = (but?: string) =>
      all.filter((each) =>
        Object.entries(witness).every(([name, value]) => name === but || each[name] === value),
      );
    const changing = combinations[keyOf(from, to)] as Set<string>;
    expect(shown().every((each) => changing.has(combinationOf(each)))).toBe(true);
    for (const name of Object.keys(witness))
      expect(shown(name).every((each) => changing.has(combinationOf(each)))).toBe(false);
  }
}

/** The simple propositions that classes read, through derived ones too. */
function readBy({ classes, derived }: SmallPolicy): Set<string> {
  const behind = (formula: SmallPolicy['classes'][string]): string[] =>
    [formula]
      .flat()
      .flatMap((condition) =>
        Object.keys(condition).flatMap((name) => (derived[name] ? behind(derived[name]) : [name])),
      );
  return new Set(Object.values(classes).flatMap(behind));
}

const SMALL: SmallPolicy = {
  simple: ['a', 'b', 'c'],
  derived: { both: { a: true, b: true } },
  classes: { good: { both: true }, bad: { both: false } },
  constraints: [],
};

describe('diffLogic', () => {
  it('proves a rewrite equivalent', () => {
    const rewritten: SmallPolicy = {
      ...SMALL,
      derived: {},
      classes: { good: { a: true, b: true }, bad: [{ a: false }, { a: true, b: false }] },
    };
    expect(diffLogic(logicOf(SMALL), logicOf(rewritten))).toMatchObject([
      { responseType: 'r', equivalent: true, changes: [], changed: 0n, of: 4n },
    ]);
  });

  it('counts what changes, with a combination that does', () => {
    const changed: SmallPolicy = { ...SMALL, derived: { both: { a: true, b: true, c: false } } };
    expect(diffLogic(logicOf(SMALL), logicOf(changed))).toMatchObject([
      {
        equivalent: false,
        changed: 1n,
        of: 8n,
        changes: [{ from: ['good'], to: ['bad'], count: 1n, witness: { a: true, b: true, c: true } }],
      },
    ]);
  });

  it('does not count what both rule out', () => {
    const constraints = [{ at_most_one: ['a', 'c'] }];
    const old = { ...SMALL, constraints };
    const changed: SmallPolicy = { ...old, derived: { both: { a: true, b: true, c: false } } };
    expect(diffLogic(logicOf(old), logicOf(changed))[0]?.equivalent).toBe(true);
    expect(diffLogic(logicOf(SMALL), logicOf(changed))[0]?.equivalent).toBe(false);
  });

  it('counts over what the classes read, not over what constraints bring in', () => {
    const constraints = [{ if: { d: true }, then: { a: false } }, { at_least_one: ['d', 'e'] }];
    const old: SmallPolicy = { ...SMALL, simple: ['d', 'e', 'a', 'b', 'c'], constraints };
    const changed: SmallPolicy = { ...old, derived: { both: { a: true, b: true, c: false } } };
    expect(diffLogic(logicOf(old), logicOf(changed))).toMatchObject([
      {
        changed: 1n,
        of: 8n,
        changes: [{ witness: { a: true, b: true, c: true } }],
        about: new Set(['c']),
      },
    ]);
  });

  it('takes constraints that contradict each other for none', () => {
    const constraints = [{ exactly_one: ['a'] }, { if: { a: true }, then: { a: false } }];
    const changed: SmallPolicy = { ...SMALL, derived: { both: { a: true, b: true, c: false } } };
    const [diff] = diffLogic(logicOf({ ...SMALL, constraints }), logicOf({ ...changed, constraints }));
    expect(diff).toMatchObject({ equivalent: false, changed: 1n });
  });

  describe('a class that uses a name without a meaning', () => {
    const unread: SmallPolicy = { ...SMALL, classes: { ...SMALL.classes, good: { both: true, nope: true } } };
    const unreadToo: SmallPolicy = { ...SMALL, classes: { ...SMALL.classes, good: { c: true, nope: true } } };

    it('in both policies proves nothing', () => {
      expect(diffLogic(logicOf(unread), logicOf(unreadToo))).toMatchObject([
        { equivalent: false, changes: [], changed: 0n, incomplete: ['good'] },
      ]);
    });

    it('in one of them changes nothing, and the rest is compared', () => {
      expect(diffLogic(logicOf(SMALL), logicOf(unread))).toMatchObject([
        { equivalent: false, changes: [], incomplete: ['good'] },
      ]);
      const worse: SmallPolicy = { ...unread, classes: { ...unread.classes, bad: { a: false } } };
      expect(diffLogic(logicOf(SMALL), logicOf(worse))).toMatchObject([
        {
          changes: [{ from: ['bad'], to: [], count: 1n, witness: { a: true, b: false } }],
          incomplete: ['good'],
        },
      ]);
    });
  });

  describe('classes that all hold at once', () => {
    const simple = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const overlapping: SmallPolicy = {
      simple,
      derived: {},
      classes: Object.fromEntries(simple.map((name) => [`class of ${name}`, { [name]: true }])),
      constraints: [],
    };

    it('are proven equivalent without going through their combinations', () => {
      const [diff] = diffLogic(
        logicOf(overlapping),
        logicOf({ ...overlapping, simple: simple.toReversed() }),
      );
      expect(diff).toMatchObject({ equivalent: true, of: 2n ** 40n });
    });

    it('are not compared beyond the node limit, which proves nothing', () => {
      const changed = { ...overlapping, classes: { ...overlapping.classes, 'class of s0': { s0: false } } };
      const [diff] = diffLogic(logicOf(overlapping), logicOf(changed));
      expect(diff).toMatchObject({ equivalent: false, changes: [] });
      expect(diff?.notCompared).toMatch(/more than \d+ nodes/);
    });
  });

  it('compares response types that only one of the policies has', () => {
    const { completion_classes, ...rest } = dataOf(SMALL);
    const without = compileLogic(policyOf({ ...rest, completion_classes: { good: {}, bad: {} } }));
    const added = { equivalent: false, changed: 4n, of: 4n };
    expect(diffLogic(without, logicOf(SMALL))).toMatchObject([{ ...added, responseType: 'r' }]);
    expect(diffLogic(logicOf(SMALL), without)).toMatchObject([{ ...added, responseType: 'r' }]);
  });

  it('agrees with enumeration on policies that have nothing to do with each other', () => {
    fc.assert(
      fc.property(arbitraryPolicy(5), arbitraryPolicy(5), (before, after) => {
        expectAsEnumerated(diffLogic(logicOf(before), logicOf(after))[0], before, after);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with enumeration on edits, of which some change nothing', () => {
    const arbitraryEdit: fc.Arbitrary<Edit> = fc.tuple(fc.nat(KINDS_OF_EDITS - 1), fc.nat(20), fc.nat(20));
    const seen = { equivalent: 0, different: 0 };
    fc.assert(
      fc.property(
        arbitraryPolicy(5),
        fc.array(arbitraryEdit, { minLength: 1, maxLength: 3 }),
        (small, edits) => {
          const before = draftOf(small);
          const after = edits.reduce((draft, edit) => edited(draft, edit, [before]), before);
          const diffs = diffLogic(compileLogic(compose(before)), compileLogic(compose(after)));
          for (const responseType of ['r', 'q'] as const) {
            const diff = diffs.find((each) => each.responseType === responseType);
            expectAsEnumerated(diff, before.policies[responseType], after.policies[responseType]);
            seen[diff?.equivalent ? 'equivalent' : 'different']++;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(Math.min(seen.equivalent, seen.different)).toBeGreaterThan(6);
  });
});

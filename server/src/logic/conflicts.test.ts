import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic, type LogicOptions } from './classes.ts';
import { type Conflicts, conflictsOf, contradictionOf, type Witness } from './conflicts.ts';
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

function conflicts(policy: SmallPolicy, options: LogicOptions = {}): Conflicts {
  const logic = compileLogic(policyOf(dataOf(policy)), options);
  const ofType = logic.responseType('r');
  if (!ofType) throw new Error('no response type');
  return conflictsOf(logic, ofType);
}

/** The completions that are possible: those that keep the constraints; all where none does. */
function possible(policy: SmallPolicy): { all: Assignment[]; contradiction: boolean } {
  const all = [...assignmentsOf(policy.simple)];
  const kept = all.filter((each) =>
    policy.constraints.every((constraint) => constraintHolds(policy, constraint, each)),
  );
  return { all: kept.length > 0 ? kept : all, contradiction: kept.length === 0 };
}

function completionsOf(policy: SmallPolicy, witness: Witness): Assignment[] {
  return [...assignmentsOf(policy.simple)].filter((each) =>
    Object.entries(witness).every(([name, value]) => each[name] === value),
  );
}

describe('conflicts, against enumeration', () => {
  it('finds all of them and nothing else, with witnesses that hold for every value of the rest', () => {
    fc.assert(
      fc.property(arbitraryPolicy(6), (policy) => {
        const found = conflicts(policy);
        const { all, contradiction } = possible(policy);
        const names = Object.keys(policy.classes);
        const inClass = (name: string, each: Assignment) =>
          formulaHolds(policy, policy.classes[name] ?? [], each);

        const impossible = names.filter((name) => !all.some((each) => inClass(name, each)));
        expect(found.unsatisfiable.map(({ className }) => className)).toEqual(impossible);

        const overlapping = names.flatMap((worse, index) =>
          names
            .slice(0, index)
            .filter((better) => all.some((each) => inClass(better, each) && inClass(worse, each)))
            .map((better) => [better, worse]),
        );
        expect(found.overlaps.map(({ classes }) => classes)).toEqual(overlapping);
        for (const { classes, witness } of found.overlaps) {
          for (const each of completionsOf(policy, witness)) {
            expect(classes.every((name) => inClass(name, each))).toBe(true);
            if (!contradiction) expect(all).toContainEqual(each);
          }
        }

        const uncovered = all.filter((each) => !names.some((name) => inClass(name, each)));
        expect(found.gap === undefined).toBe(uncovered.length === 0);
        for (const each of found.gap ? completionsOf(policy, found.gap) : [])
          expect(uncovered).toContainEqual(each);

        expect(found.notChecked).toEqual([]);
        const contradicted = contradictionOf(compileLogic(policyOf(dataOf(policy))));
        expect(contradicted !== 'none').toBe(contradiction);
      }),
      { numRuns: 500 },
    );
  });
});

describe('conflicts, by example', () => {
  it('uses the constraints as background', () => {
    const policy: SmallPolicy = {
      simple: ['full', 'partial'],
      derived: {},
      classes: { all: { full: true }, some: { full: false, partial: true }, none: { partial: false } },
      constraints: [],
    };
    expect(conflicts(policy).overlaps).toEqual([
      { classes: ['all', 'none'], witness: { full: true, partial: false } },
    ]);
    const constrained = { ...policy, constraints: [{ if: { full: true }, then: { partial: true } }] };
    expect(conflicts(constrained)).toEqual({
      unsatisfiable: [],
      overlaps: [],
      gap: undefined,
      notChecked: [],
    });
  });

  it('says nothing of gaps while a class is incomplete', () => {
    const policy: SmallPolicy = {
      simple: ['a'],
      derived: {},
      classes: { x: { a: true }, y: { b: true } },
      constraints: [],
    };
    expect(conflicts(policy).gap).toBeUndefined();
  });

  it('ignores a constraint with an unknown name', () => {
    const policy: SmallPolicy = {
      simple: ['a'],
      derived: {},
      classes: { x: { a: true }, y: { a: false } },
      constraints: [{ exactly_one: ['a', 'ghost'] }, { at_least_one: ['ghost'] }],
    };
    expect(conflicts(policy)).toEqual({ unsatisfiable: [], overlaps: [], gap: undefined, notChecked: [] });
  });

  it('asks the solver what does not fit into the diagram', () => {
    const found = conflicts(manyPairs(12), { nodeLimit: 60 });
    expect(found.overlaps.map(({ classes }) => classes)).toEqual([
      ['one', 'two'],
      ['one', 'many'],
      ['two', 'many'],
    ]);
    expect(found.notChecked).toEqual([]);
    // One pair is not together, in each of the twelve, and something that "one" does not allow.
    expect(Object.keys(found.gap ?? {})).toHaveLength(13);
  });

  it('names what neither could decide, and still reports what it could', () => {
    const indices = Array.from({ length: 30 }, (_, index) => index);
    const policy: SmallPolicy = {
      simple: indices.map((index) => `x${index}`),
      derived: {
        ...parity('up', indices),
        ...parity(
          'down',
          indices.map((index) => (index * 7) % 30),
        ),
      },
      classes: {
        one: { x0: true, x1: false },
        two: { x0: true },
        never: { up29: true, down29: false },
      },
      constraints: [],
    };
    const found = conflicts(policy, { nodeLimit: 20, conflictLimit: 20 });
    expect(found.overlaps.map(({ classes }) => classes)).toEqual([['one', 'two']]);
    expect(found.unsatisfiable).toEqual([]);
    expect(found.notChecked).toEqual(['one', 'two', 'never']);
    // The diagram has no trouble with parity, where it may be large enough.
    expect(conflicts(policy).notChecked).toEqual([]);
    expect(conflicts(policy).unsatisfiable.map(({ className }) => className)).toEqual(['never']);
  });
});

function manyPairs(count: number): SmallPolicy {
  const indices = Array.from({ length: count }, (_, index) => index);
  return {
    simple: [...indices.map((index) => `x${index}`), ...indices.map((index) => `y${index}`)],
    derived: {},
    classes: {
      one: { x0: true, y1: false },
      two: Object.fromEntries(indices.map((index) => [`x${index}`, true])),
      many: indices.map((index) => ({ [`x${index}`]: true, [`y${index}`]: true })),
    },
    constraints: [],
  };
}

/** Derived propositions of which the last is true where an odd number of the variables is. */
function parity(prefix: string, order: readonly number[]): SmallPolicy['derived'] {
  const names = [`x${order[0]}`, ...order.slice(1).map((_, index) => `${prefix}${index + 1}`)];
  return Object.fromEntries(
    order.slice(1).map((variable, index) => [
      names[index + 1],
      [
        { [names[index] as string]: true, [`x${variable}`]: false },
        { [names[index] as string]: false, [`x${variable}`]: true },
      ],
    ]),
  );
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conjunction, Policy } from '../policy/model.ts';
import { compileLogic } from './classes.ts';
import { conflictsOf, contradictionOf } from './conflicts.ts';
import { type Claim, type Core, type CoreItem, minimalCore } from './core.ts';
import {
  type Assignment,
  arbitraryPolicy,
  assignmentsOf,
  dataOf,
  policyOf,
  type SmallPolicy,
} from './testing.ts';
import { Vocabulary } from './vocabulary.ts';

/**
 * Whether some world keeps the items, straight from what they say. A world gives any value to simple
 * and derived propositions alike; only the items tie a derived one to its definition. What has
 * alternatives must choose one, and only the items bind the choice.
 */
function consistent(policy: Policy, claims: readonly Claim[], items: readonly CoreItem[]): boolean {
  const required = new Set(items.flatMap((item) => (item.kind === 'requires' ? [item.literal] : [])));
  const chooses = (world: Assignment, alternatives: readonly Conjunction[]): boolean =>
    alternatives.some(({ literals }) =>
      literals.every((literal) => !required.has(literal) || world[literal.name.text] === literal.value),
    );
  const holds = (world: Assignment, { literals }: Conjunction): boolean =>
    literals.every(({ name, value }) => world[name.text] === value);
  const keeps = (world: Assignment, item: CoreItem): boolean => {
    if (item.kind === 'requires') return true;
    if (item.kind === 'suffices') return !holds(world, item.conjunction) || world[item.owner] === true;
    const { constraint } = item;
    if (constraint.kind === 'implies') return !holds(world, constraint.if) || holds(world, constraint.then);
    const count = new Set(constraint.names.map((name) => name.text).filter((name) => world[name])).size;
    return { at_most_one: count <= 1, at_least_one: count >= 1, exactly_one: count === 1 }[constraint.kind];
  };
  const names = [...policy.propositions.keys(), ...policy.derived.keys()];
  for (const world of assignmentsOf(names)) {
    if (
      claims.every(({ formula }) => chooses(world, formula.anyOf)) &&
      [...policy.derived.values()].every(
        ({ name, formula }) => !world[name.text] || chooses(world, formula.anyOf),
      ) &&
      items.every((item) => keeps(world, item))
    ) {
      return true;
    }
  }
  return false;
}

function expectMinimal(policy: Policy, claims: readonly Claim[], core: Core): void {
  expect(consistent(policy, claims, core)).toBe(false);
  for (const left of core)
    expect(
      consistent(
        policy,
        claims,
        core.filter((item) => item !== left),
      ),
    ).toBe(true);
}

describe('minimalCore, against brute force', () => {
  it('contradicts, and without any one of its items it does not: classes that can never hold', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryPolicy(5), (small) => {
        const logic = compileLogic(policyOf(dataOf(small)));
        const ofType = logic.responseType('r');
        if (!ofType || contradictionOf(logic) !== 'none') return;
        for (const { className, core } of conflictsOf(logic, ofType).unsatisfiable) {
          const formula = ofType.formulas.get(className);
          if (!core || !formula) throw new Error('no core');
          seen++;
          expectMinimal(logic.policy, [{ owner: className, formula }], core);
        }
      }),
      { numRuns: 1500 },
    );
    expect(seen).toBeGreaterThan(200);
  });

  it('of two classes claimed at once, and of constraints', () => {
    let seen = 0;
    fc.assert(
      fc.property(arbitraryPolicy(4), (small) => {
        const policy = policyOf(dataOf(small));
        const vocabulary = new Vocabulary(policy);
        const claims = [...policy.classes.values()]
          .slice(0, 2)
          .flatMap(({ name, byResponseType }) =>
            [...byResponseType.values()].map(({ formula }) => ({ owner: name.text, formula })),
          );
        const core = minimalCore(vocabulary, claims, policy.constraints, 10_000);
        // In the diagram, where the solver may not try anything: one and the same.
        expect(minimalCore(vocabulary, claims, policy.constraints, 10_000, 0)).toEqual(core);
        if (!core) return;
        seen++;
        expectMinimal(policy, claims, core);
        const contradiction = contradictionOf(compileLogic(policy));
        if (typeof contradiction === 'object') expectMinimal(policy, [], contradiction.core ?? []);
      }),
      { numRuns: 1000 },
    );
    expect(seen).toBeGreaterThan(200);
  });
});

describe('minimalCore, by example', () => {
  const words = (core: Core | undefined) =>
    core?.map((item) => {
      if (item.kind === 'requires') return `${item.owner}: ${item.literal.name.text} ${item.literal.value}`;
      return item.kind === 'suffices' ? `makes ${item.owner}` : `constraint ${item.constraint.kind}`;
    });
  const coreOf = (small: SmallPolicy) => {
    const policy = policyOf(dataOf(small));
    const claims = [...policy.classes.values()].flatMap(({ name, byResponseType }) =>
      [...byResponseType.values()].map(({ formula }) => ({ owner: name.text, formula })),
    );
    return words(minimalCore(new Vocabulary(policy), claims, policy.constraints, 10_000));
  };
  const simple = ['a', 'b', 'c', 'd'];
  const derived = { parent: { a: true, b: true, c: true }, child: { parent: true, d: false } };

  it('does not look into a derived proposition that contradicts by its name', () => {
    expect(
      coreOf({ simple, derived, classes: { x: { child: true, parent: false, d: false } }, constraints: [] }),
    ).toEqual(['x: child true', 'x: parent false', 'child: parent true']);
  });

  it('names the lines on the way down and no others', () => {
    expect(
      coreOf({ simple, derived, classes: { x: { child: true, b: false, a: true } }, constraints: [] }),
    ).toEqual(['x: child true', 'x: b false', 'child: parent true', 'parent: b true']);
  });

  it('names what makes a negated derived proposition true after all', () => {
    const classes = { x: { a: true, b: true, c: true, parent: false } };
    expect(coreOf({ simple, derived, classes, constraints: [] })).toEqual([
      'x: a true',
      'x: b true',
      'x: c true',
      'x: parent false',
      'makes parent',
    ]);
  });

  it('leaves constraints out where the conditions contradict without them', () => {
    const constraints = [{ at_most_one: ['a', 'b'] }, { if: { c: true }, then: { d: true } }];
    expect(
      coreOf({ simple, derived: {}, classes: { x: { a: true, b: true, c: true } }, constraints }),
    ).toEqual(['x: a true', 'x: b true', 'constraint at_most_one']);
  });

  it('has one reason per alternative', () => {
    expect(
      coreOf({
        simple,
        derived: {},
        classes: { x: [{ a: true, b: true }, { c: true }], y: { a: false, c: false } },
        constraints: [],
      }),
    ).toEqual(['x: a true', 'x: c true', 'y: a false', 'y: c false']);
  });

  it('is empty where there is no alternative to choose, and undefined where nothing contradicts', () => {
    expect(coreOf({ simple, derived: {}, classes: { x: [] }, constraints: [] })).toEqual([]);
    expect(coreOf({ simple, derived: {}, classes: { x: { a: true } }, constraints: [] })).toBeUndefined();
  });
});

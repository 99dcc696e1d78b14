import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from './classes.ts';
import { decisiveAnswers } from './decisive.ts';
import { flips } from './flips.ts';
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

const arbitraryAnswers = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 6, maxLength: 6 });

function setUp(small: SmallPolicy, values: readonly number[]) {
  const policyLogic = compileLogic(policyOf(dataOf(small)));
  const logic = policyLogic.responseType('r') as ResponseTypeLogic;
  const p = (name: string): number => values[small.simple.indexOf(name)] as number;
  const now: Assignment = Object.fromEntries(small.simple.map((name) => [name, p(name) >= 0.5]));
  return { policyLogic, logic, p, now };
}

describe('the answers that decide a class', () => {
  it('make it hold whatever the rest is, and none of them can be left out, by enumeration', () => {
    let nonTrivial = 0;
    fc.assert(
      fc.property(arbitraryPolicy(6), arbitraryAnswers, (small, values) => {
        const { logic, now } = setUp(small, values);
        for (const [className, formula] of Object.entries(small.classes)) {
          const decisive = decisiveAnswers(logic, className, new Map(Object.entries(now)));
          expect(decisive !== undefined).toBe(formulaHolds(small, formula, now));
          if (!decisive) continue;
          const forces = (names: readonly string[]) =>
            [...assignmentsOf(small.simple.filter((name) => !names.includes(name)))].every((rest) =>
              formulaHolds(small, formula, { ...now, ...rest }),
            );
          expect(forces(decisive)).toBe(true);
          for (const name of decisive) expect(forces(decisive.filter((each) => each !== name))).toBe(false);
          if (decisive.length > 0 && decisive.length < logic.propositions.length) nonTrivial++;
        }
      }),
      { numRuns: 400 },
    );
    expect(nonTrivial).toBeGreaterThan(50);
  });
});

describe('what would flip a verdict', () => {
  it('is the fewest changes after which the class holds and no constraint is broken, by enumeration', () => {
    let offered = 0;
    fc.assert(
      fc.property(arbitraryPolicy(6), arbitraryAnswers, (small, values) => {
        const { policyLogic, logic, p, now } = setUp(small, values);
        const allowed = [...assignmentsOf(small.simple)].filter((assignment) =>
          small.constraints.every((each) => constraintHolds(small, each, assignment)),
        );
        const isBroken =
          allowed.length > 0 && !allowed.some((each) => agreesOn(logic.propositions, each, now));
        const worlds = isBroken || allowed.length === 0 ? [...assignmentsOf(small.simple)] : allowed;
        const found = new Map(flips({ policyLogic, logic }, p).map((each) => [each.className, each.changes]));
        for (const [className, formula] of Object.entries(small.classes)) {
          const distances = worlds
            .filter((world) => formulaHolds(small, formula, world))
            .map((world) => logic.propositions.filter((name) => world[name] !== now[name]).length);
          const changes = found.get(className);
          if (formulaHolds(small, formula, now)) expect(changes).toBeUndefined();
          else if (distances.length === 0) expect(changes).toBeUndefined();
          else {
            offered++;
            expect(Object.keys(changes ?? {})).toHaveLength(Math.min(...distances));
            expect(formulaHolds(small, formula, { ...now, ...changes })).toBe(true);
          }
        }
      }),
      { numRuns: 400 },
    );
    expect(offered).toBeGreaterThan(200);
  });

  it('prefers the answers that the grader is least sure of', () => {
    const small: SmallPolicy = {
      simple: ['a', 'b'],
      derived: {},
      classes: { good: [{ a: false }, { b: false }], bad: { a: true, b: true } },
      constraints: [],
    };
    const { policyLogic, logic, p } = setUp(small, [0.97, 0.6]);
    expect(flips({ policyLogic, logic }, p)).toEqual([{ className: 'good', changes: { b: false } }]);
  });
});

/** Whether the two are the same on what the classes read. */
function agreesOn(names: readonly string[], a: Assignment, b: Assignment): boolean {
  return names.every((name) => a[name] === b[name]);
}

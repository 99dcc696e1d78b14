import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backgroundOf } from './background.ts';
import type { ResponseTypeLogic } from './classes.ts';
import { compileLogic } from './classes.ts';
import { definitionsOf } from './equivalence.ts';
import { redundanciesOf } from './redundancy.ts';
import {
  type Assignment,
  arbitraryPolicy,
  assignmentsOf,
  type ConditionData,
  conditionHolds,
  constraintHolds,
  dataOf,
  type FormulaData,
  formulaHolds,
  nameHolds,
  policyOf,
  type SmallPolicy,
} from './testing.ts';

const alternativesOf = (formula: FormulaData): ConditionData[] =>
  Array.isArray(formula) ? formula : [formula];

function without(condition: ConditionData, names: readonly string[]): ConditionData {
  return Object.fromEntries(Object.entries(condition).filter(([name]) => !names.includes(name)));
}

function allowedBy(policy: SmallPolicy, constraints = policy.constraints): Assignment[] {
  return [...assignmentsOf(policy.simple)].filter((each) =>
    constraints.every((constraint) => constraintHolds(policy, constraint, each)),
  );
}

describe('redundant parts of a formula', () => {
  it('can all go without changing it, and nothing that is left can', () => {
    fc.assert(
      fc.property(arbitraryPolicy(5), (small) => {
        const allowed = allowedBy(small);
        // Contradicting constraints say nothing to the classes.
        const possible = allowed.length > 0 ? allowed : [...assignmentsOf(small.simple)];
        const logic = compileLogic(policyOf(dataOf(small)));
        const ofType = logic.responseType('r') as ResponseTypeLogic;
        const background = backgroundOf(logic, ofType) as number;
        for (const [className, formula] of ofType.formulas) {
          const written = alternativesOf(small.classes[className] ?? []);
          const found = redundanciesOf(ofType.exact.compiler, formula, background) ?? [];
          const gone = new Set(
            found.flatMap((each) => (each.literal === undefined ? [each.alternative] : [])),
          );
          const left = written.flatMap((condition, index) => {
            const names = found
              .filter((each) => each.alternative === index && each.literal !== undefined)
              .map((each) => Object.keys(condition)[each.literal as number] as string);
            return gone.has(index) ? [] : [without(condition, names)];
          });
          const holds = (alternatives: FormulaData) =>
            possible.filter((each) => formulaHolds(small, alternatives, each));
          expect(holds(left)).toEqual(holds(written));

          for (const [index, condition] of left.entries()) {
            const others = left.filter((_, other) => other !== index);
            if (left.length > 1) expect(holds(others)).not.toEqual(holds(left));
            const inIt = possible.filter((each) => conditionHolds(small, condition, each));
            // What never holds is another finding.
            if (inIt.length === 0) continue;
            for (const name of Object.keys(condition)) {
              const rest = possible.filter((each) => conditionHolds(small, without(condition, [name]), each));
              expect(rest).not.toEqual(inIt);
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('definitions', () => {
  it('are the same or constant where enumeration says so', () => {
    fc.assert(
      fc.property(arbitraryPolicy(5), (small) => {
        const allowed = allowedBy(small);
        const found = definitionsOf(compileLogic(policyOf(dataOf(small))));
        if (allowed.length === 0) {
          expect([found.equivalent, found.constant, found.redundantConstraints]).toEqual([[], [], []]);
          return;
        }
        const first = new Map<string, string>();
        const equivalent: object[] = [];
        const constant: object[] = [];
        for (const name of Object.keys(small.derived)) {
          const values = allowed.map((each) => nameHolds(small, name, each));
          const key = values.join();
          const as = first.get(key);
          if (new Set(values).size === 1) constant.push({ name, value: values[0] });
          else if (as !== undefined) equivalent.push({ name, as });
          else first.set(key, name);
        }
        expect(found.equivalent).toEqual(equivalent);
        expect(found.constant).toEqual(constant);

        const left = small.constraints.filter((_, index) => !found.redundantConstraints.includes(index));
        expect(allowedBy(small, left)).toEqual(allowed);
        for (const constraint of left) {
          const others = left.filter((each) => each !== constraint);
          expect(allowedBy(small, others)).not.toEqual(allowed);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

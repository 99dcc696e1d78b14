import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backgroundOf } from './background.ts';
import { treatmentOf } from './class-shape.ts';
import { compileLogic, type ResponseTypeLogic } from './classes.ts';
import {
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
} from './testing.ts';

describe('treatmentOf', () => {
  it('under constraints finds only cases that they allow, and each where there is one', () => {
    const seen = { found: 0, none: 0 };
    fc.assert(
      fc.property(arbitraryPolicy(5), (policy) => {
        const all = compileLogic(policyOf(dataOf(policy)));
        const logic = all.responseType('r') as ResponseTypeLogic;
        const assignments = [...assignmentsOf(policy.simple)];
        const allowed = assignments.filter((each) =>
          policy.constraints.every((constraint) => constraintHolds(policy, constraint, each)),
        );
        // Constraints that contradict each other say nothing.
        const background = allowed.length > 0 ? allowed : assignments;
        for (const [className, formula] of Object.entries(policy.classes)) {
          for (const name of policy.simple) {
            const before = treatmentOf(logic, className, name);
            const treatment = treatmentOf(logic, className, name, backgroundOf(all, logic));
            if (before?.kind !== 'helpful') {
              expect(treatment).toEqual(before);
              continue;
            }
            const cases = background.filter(
              (each) => each[name] === !before.value && formulaHolds(policy, formula, each),
            );
            expect(treatment?.kind).toBe(cases.length > 0 ? 'helpful' : 'required');
            seen[cases.length > 0 ? 'found' : 'none']++;
            if (treatment?.kind !== 'helpful') continue;
            const shown = (each: Record<string, boolean>, but?: string) =>
              Object.entries(treatment.without).every(([key, held]) => key === but || each[key] === held);
            expect(cases.some((each) => shown(each))).toBe(true);
            // Every one of the class, whatever is left out; and nothing more can be left out.
            expect(
              assignments.filter((each) => shown(each)).every((each) => formulaHolds(policy, formula, each)),
            ).toBe(true);
            for (const key of Object.keys(treatment.without))
              if (key !== name)
                expect(
                  assignments
                    .filter((each) => shown(each, key))
                    .every((each) => formulaHolds(policy, formula, each)),
                ).toBe(false);
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(Math.min(seen.found, seen.none)).toBeGreaterThan(4);
  });

  it('says of every proposition what enumeration says', () => {
    fc.assert(
      fc.property(arbitraryPolicy(5), (policy) => {
        const logic = compileLogic(policyOf(dataOf(policy))).responseType('r') as ResponseTypeLogic;
        const all = [...assignmentsOf(policy.simple)];
        for (const [className, formula] of Object.entries(policy.classes)) {
          const holds = (assignment: Record<string, boolean>) => formulaHolds(policy, formula, assignment);
          const holding = all.filter(holds);
          for (const name of policy.simple) {
            const treatment = treatmentOf(logic, className, name);
            if (holding.length === 0) {
              expect(treatment).toBeUndefined();
              continue;
            }
            const values = new Set(holding.map((assignment) => assignment[name]));
            const lost = (value: boolean) =>
              holding.some((each) => each[name] === value && !holds({ ...each, [name]: !value }));
            const kind =
              values.size === 1
                ? 'required'
                : lost(true) && lost(false)
                  ? 'mixed'
                  : lost(true) || lost(false)
                    ? 'helpful'
                    : 'free';
            expect(treatment?.kind).toBe(kind);
            if (treatment?.kind === 'required') expect(values).toEqual(new Set([treatment.value]));
            if (treatment?.kind === 'helpful') {
              expect(lost(treatment.value)).toBe(true);
              for (const free of assignmentsOf(
                policy.simple.filter((each) => !(each in treatment.without)),
              )) {
                expect(holds({ ...treatment.without, ...free })).toBe(true);
              }
              expect(treatment.without[name]).toBe(!treatment.value);
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

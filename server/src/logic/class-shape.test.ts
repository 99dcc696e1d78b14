import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { treatmentOf } from './class-shape.ts';
import { compileLogic, type ResponseTypeLogic } from './classes.ts';
import { arbitraryPolicy, assignmentsOf, dataOf, formulaHolds, policyOf } from './testing.ts';

describe('treatmentOf', () => {
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from './classes.ts';
import { coverOfGap } from './gap-cover.ts';
import {
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
} from './testing.ts';

const LIMIT = 6;

describe('coverOfGap', () => {
  it('is exactly what no class covers, or undefined where that takes more conjunctions', () => {
    let covered = 0;
    fc.assert(
      fc.property(arbitraryPolicy(5), (small) => {
        const logic = compileLogic(policyOf(dataOf(small)));
        const cover = coverOfGap(logic, logic.responseType('r') as ResponseTypeLogic, LIMIT);
        if (!cover) return;
        expect(cover.length).toBeLessThanOrEqual(LIMIT);
        const all = [...assignmentsOf(small.simple)];
        const allowed = all.filter((each) => small.constraints.every((c) => constraintHolds(small, c, each)));
        // Contradicting constraints say nothing to the classes.
        for (const each of all) {
          const isPossible = allowed.length === 0 || allowed.includes(each);
          const isGap =
            isPossible && !Object.values(small.classes).some((formula) => formulaHolds(small, formula, each));
          const isCovered = cover.some((witness) =>
            Object.entries(witness).every(([name, value]) => each[name] === value),
          );
          expect(isCovered).toBe(isGap);
          if (isGap) covered++;
        }
      }),
      { numRuns: 500 },
    );
    expect(covered).toBeGreaterThan(100);
  });
});

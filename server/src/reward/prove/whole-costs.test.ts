import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalOf } from '../../logic/sat/literal.ts';
import { wholeCosts } from './whole-costs.ts';

/** A double as a whole number of 2^-1100ths, exactly. */
function exactly(value: number): bigint {
  let [whole, exponent] = [value, 0];
  for (; !Number.isInteger(whole); exponent++) whole *= 2;
  return BigInt(whole) << BigInt(1100 - exponent);
}

const weight = fc.oneof(
  fc.double({ min: -1000, max: 1000, noNaN: true }),
  fc.double({ min: -1e-9, max: 1e-9, noNaN: true }),
  fc.integer({ min: -8, max: 8 }).map((quarters) => quarters / 4),
);

describe('rewards as whole costs', () => {
  it('are within the true reward and next to it, by exact arithmetic', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ weight, sign: fc.constantFrom(true, false, undefined), holds: fc.boolean() }), {
          maxLength: 30,
        }),
        fc.constantFrom('least' as const, 'greatest' as const),
        (terms, end) => {
          const { byVariable, rewardFrom } = wholeCosts(
            terms.map(({ weight, sign }, index) => ({
              weight,
              literal: sign === undefined ? undefined : literalOf(index, sign),
            })),
            end,
          );
          let cost = 0;
          let reward = 0n;
          let size = 0;
          for (const [index, { weight, sign, holds }] of terms.entries()) {
            if (sign === undefined || holds === sign) reward += exactly(weight);
            if (sign !== undefined && holds) cost += byVariable.get(index) ?? 0;
            size += Math.abs(weight);
          }
          const said = exactly(rewardFrom(cost));
          expect(end === 'least' ? said <= reward : said >= reward).toBe(true);
          const apart = said < reward ? reward - said : said - reward;
          expect(apart <= exactly(size * 1e-12 + 1e-290)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('are exact where weights are few whole quarters', () => {
    const { byVariable, rewardFrom } = wholeCosts(
      [
        { literal: literalOf(0, true), weight: 0.75 },
        { literal: literalOf(1, false), weight: -2 },
      ],
      'greatest',
    );
    // The second is paid where variable 1 is false.
    expect(rewardFrom(byVariable.get(0) as number)).toBe(0.75 - 2);
    expect(rewardFrom((byVariable.get(0) as number) + (byVariable.get(1) as number))).toBe(0.75);
  });
});

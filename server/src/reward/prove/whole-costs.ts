import { isPositive, type Literal, variableOf } from '../../logic/sat/literal.ts';

export interface WholeCosts {
  /** What a variable of the solver costs by being true, in whole numbers. */
  readonly byVariable: ReadonlyMap<number, number>;
  /** The reward that a sum of these costs stands for, moved outwards by all that rounding can have done. */
  rewardFrom(cost: number): number;
}

/** Sums of costs, and of twice as many, stay below 2^53: they are exact. */
const BITS = 51;

/**
 * Rewards as costs to minimise, in whole numbers, so that sums of them are exact. Weights are scaled by a power of
 * two, which rounds nothing, and then rounded to whole numbers; what that can change is carried in `rewardFrom`.
 * A term without a literal is paid always.
 */
export function wholeCosts(
  terms: readonly { readonly literal: Literal | undefined; readonly weight: number }[],
  end: 'least' | 'greatest',
): WholeCosts {
  const sign = end === 'least' ? 1 : -1;
  const sum = terms.reduce((total, { weight }) => total + Math.abs(weight), 0);
  const scale = sum > 0 ? 2 ** Math.min(1000, BITS - 1 - Math.ceil(Math.log2(sum))) : 1;
  const byVariable = new Map<number, number>();
  let always = 0;
  let rounded = 0;
  for (const { literal, weight } of terms) {
    const exact = sign * weight * scale;
    const cost = Math.round(exact);
    rounded += Math.abs(exact - cost);
    if (literal === undefined) always += cost;
    else {
      const isTrue = isPositive(literal);
      // The negation costs when the variable is false: always, less where it is true.
      if (!isTrue) always += cost;
      const variable = variableOf(literal);
      byVariable.set(variable, (byVariable.get(variable) ?? 0) + (isTrue ? cost : -cost));
    }
  }
  // One more, for the sum of what was rounded is rounded too.
  const slack = rounded > 0 ? Math.ceil(rounded) + 1 : 0;
  return { byVariable, rewardFrom: (cost) => (sign * (cost + always - slack)) / scale };
}

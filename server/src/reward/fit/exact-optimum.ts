import { commonExponent, dyadicOf, wholeAt } from './dyadic.ts';
import { type Rational, type WholeOptimum, type WholeProblem, wholeOptimum } from './exact-hinge.ts';
import { type HingeProblem, type Optimum, RESOLUTION } from './hinge-problem.ts';
import { absolute, product, quotient } from './whole-numbers.ts';

/** Pairs times features: some seconds of exact arithmetic. */
const MOST_NUMBERS = 300_000;
/** Steps times numbers; a step looks at each of them a few times. */
const MOST_WORK = 3e7;
/** Targets are passed by 2^-bits of their terms, so that a rounded point is not on the steep side of a kink; not at all first. */
const PASSED_BY = [0n, 52n, 50n, 48n, 46n, 44n, 42n, 40n];
/** Far below the gap that anybody asks for. */
const GOOD_ENOUGH = 1e-10;

/** Bits of a target below its own last one, for the passing. */
const FINER = 64;

export function canBeExact({ data, pairs, constraints = [] }: HingeProblem): boolean {
  return (pairs.count + constraints.length) * data.features.length <= MOST_NUMBERS;
}

/**
 * The optimum in exact arithmetic, rounded to doubles: where weights are not determined by doubles alone, as with features
 * that differ by many orders of magnitude. `near` and `kinks`, pairs and then constraints, are where the search begins.
 * The gap is the exact objective of the rounded weights less the exact optimum. Undefined where the search takes too long.
 */
export function exactOptimum(
  problem: HingeProblem,
  near: Float64Array,
  kinks: readonly number[],
): Optimum | undefined {
  const scaled = new ScaledProblem(problem);
  const optimum = wholeOptimum(scaled.whole, scaled.point(near), scaled.kinks(kinks), scaled.mostSteps);
  if (!optimum) return undefined;
  const least = scaled.objective(optimum.at);
  let best: (Optimum & { broken: number }) | undefined;
  for (const bits of PASSED_BY) {
    if (best && best.broken === 0 && best.dualityGap <= GOOD_ENOUGH * best.objective) break;
    const at = bits === 0n ? optimum.at : scaled.passed(optimum, bits);
    if (!at) continue;
    const weights = scaled.weights(at);
    const rounded = scaled.point(weights);
    const reached = scaled.objective(rounded);
    const gap = {
      loss: reached.loss * least.of - least.loss * reached.of,
      penalty: reached.penalty * least.of - least.penalty * reached.of,
      of: reached.of * least.of,
    };
    const dualityGap = Math.max(0, scaled.value(gap.loss + gap.penalty, gap.of)) * (1 + 1e-15);
    const broken = scaled.broken(rounded);
    if (!weights.every(Number.isFinite)) continue;
    if (best && (best.broken < broken || (best.broken === broken && best.dualityGap <= dualityGap))) continue;
    best = {
      weights,
      objective: scaled.value(reached.loss + reached.penalty, reached.of),
      trainLoss: scaled.value(reached.loss, reached.of),
      dualityGap,
      resolution: RESOLUTION * scaled.value(scaled.terms(rounded), rounded.denominator),
      broken,
    };
  }
  if (!best) return undefined;
  const { broken, ...found } = best;
  return broken > 0 ? { ...found, dualityGap: Number.POSITIVE_INFINITY } : found;
}

/**
 * The problem in whole numbers. Feature f is counted in units of 2^e_f and targets in units of 2^t, so the variables
 * are v_f = w_f 2^(e_f - t); the objective is times the number of pairs, and over 2^t.
 */
class ScaledProblem {
  readonly whole: WholeProblem;
  readonly #exponents: readonly number[];
  readonly #target: number;
  readonly #total: bigint;
  /** Where each hinge of the whole problem comes from: pairs, then constraints, then signs. */
  readonly #origin: readonly number[];

  constructor({ data, pairs, l2, pairWeights, constraints = [], signs }: HingeProblem) {
    const size = data.features.length;
    const used = Array.from({ length: pairs.count }, (_, pair) => pair).filter(
      (pair) => pairWeights === undefined || (pairWeights[pair] as number) > 0,
    );
    const rowsUsed = [
      ...new Set(used.flatMap((pair) => [pairs.better[pair] as number, pairs.worse[pair] as number])),
    ];
    this.#exponents = data.features.map((_, f) =>
      commonExponent(rowsUsed.map((row) => data.values[row * size + f] as number)),
    );
    this.#target = commonExponent(used.map((pair) => pairs.targets[pair] as number)) - FINER;
    const values = new Map(
      rowsUsed.map((row) => [
        row,
        this.#exponents.map((exponent, f) => wholeAt(data.values[row * size + f] as number, exponent)),
      ]),
    );
    const difference = (pair: number) => {
      const down = values.get(pairs.worse[pair] as number) as bigint[];
      return (values.get(pairs.better[pair] as number) as bigint[]).map(
        (value, f) => value - (down[f] as bigint),
      );
    };
    const weightOf = (pair: number) => pairWeights?.[pair] ?? 1;
    const unit = commonExponent(used.map(weightOf));
    const shares = used.map((pair) => wholeAt(weightOf(pair), unit));
    // Without pairs there is the penalty alone.
    this.#total = shares.reduce((sum, share) => sum + share, 0n) || 1n;
    const hard = constraints.map(({ normal, least }) => this.#hardRow(normal, least));
    const bounds = Array.from(signs ?? []).flatMap((sign, feature) =>
      sign === 0 ? [] : [{ sign, feature }],
    );
    const penalty = dyadicOf(l2);
    this.whole = {
      rows: [
        ...used.map(difference),
        ...hard.map(({ row }) => row),
        ...bounds.map(({ sign, feature }) =>
          this.#exponents.map((_, f) => (f === feature ? BigInt(sign) : 0n)),
        ),
      ],
      targets: [
        ...used.map((pair) => wholeAt(pairs.targets[pair] as number, this.#target)),
        ...hard.map(({ target }) => target),
        ...bounds.map(() => 0n),
      ],
      shares: [...shares, ...[...hard, ...bounds].map(() => 'hard' as const)],
      c: penalty.whole * this.#total,
      powers: this.#exponents.map((exponent) => penalty.exponent + this.#target - 2 * exponent),
    };
    this.#origin = [...used, ...constraints.map((_, index) => pairs.count + index), ...bounds.map(() => -1)];
  }

  /** A condition as whole numbers: normal · w >= least, whatever both are multiplied by. */
  #hardRow(normal: Float64Array, least: number): { row: bigint[]; target: bigint } {
    // normal_f w_f = normal_f 2^(t - e_f) v_f
    const parts = Array.from(normal, (value, f) => {
      const { whole, exponent } = dyadicOf(value);
      return { whole, exponent: exponent + this.#target - (this.#exponents[f] as number) };
    });
    parts.push(dyadicOf(least));
    const exponent = Math.min(...parts.flatMap((each) => (each.whole === 0n ? [] : [each.exponent]))) - FINER;
    const row = parts.map((each) =>
      each.whole === 0n ? 0n : each.whole << BigInt(each.exponent - exponent),
    );
    const target = row.pop() as bigint;
    return { row, target };
  }

  get mostSteps(): number {
    return Math.floor(MOST_WORK / (1 + this.whole.rows.length * this.#exponents.length));
  }

  /** Weights as the variables. */
  point(weights: Float64Array): Rational {
    const parts = Array.from(weights, (weight, f) => {
      const { whole, exponent } = dyadicOf(Number.isFinite(weight) ? weight : 0);
      return { whole, exponent: exponent + (this.#exponents[f] as number) - this.#target };
    });
    const least = Math.min(0, ...parts.map(({ exponent }) => exponent));
    return {
      numerators: parts.map(({ whole, exponent }) => whole << BigInt(exponent - least)),
      denominator: 1n << BigInt(-least),
    };
  }

  weights({ numerators, denominator }: Rational): Float64Array {
    return Float64Array.from(numerators, (value, f) => {
      const exponent = this.#target - (this.#exponents[f] as number);
      return exponent >= 0
        ? quotient(value << BigInt(exponent), denominator)
        : quotient(value, denominator << BigInt(-exponent));
    });
  }

  kinks(indexes: readonly number[]): number[] {
    const wanted = new Set(indexes);
    return this.#origin.flatMap((origin, index) => (wanted.has(origin) ? [index] : []));
  }

  /** loss and penalty over `of`, in units that `value` knows. */
  objective({ numerators, denominator }: Rational): { loss: bigint; penalty: bigint; of: bigint } {
    const { rows, targets, shares, c, powers } = this.whole;
    let loss = 0n;
    rows.forEach((row, index) => {
      const share = shares[index] as bigint | 'hard';
      if (share === 'hard') return;
      const short = (targets[index] as bigint) * denominator - product(row, numerators);
      if (short > 0n) loss += share * short;
    });
    const least = Math.min(0, ...powers);
    let penalty = 0n;
    numerators.forEach((value, f) => {
      penalty += value * value * (c << BigInt((powers[f] as number) - least));
    });
    const half = 2n << BigInt(-least);
    return { loss: loss * half * denominator, penalty, of: half * denominator * denominator };
  }

  /** Absolute terms of all hinges, times the denominator. */
  terms({ numerators, denominator }: Rational): bigint {
    const { rows, targets, shares } = this.whole;
    let sum = 0n;
    rows.forEach((row, index) => {
      const share = shares[index] as bigint | 'hard';
      if (share === 'hard') return;
      const terms = row.reduce(
        (all, value, f) => all + absolute(value * (numerators[f] as bigint)),
        absolute(targets[index] as bigint) * denominator,
      );
      sum += share * terms;
    });
    return sum;
  }

  /** An objective in these units as a number. */
  value(numerator: bigint, denominator: bigint): number {
    const exponent = BigInt(Math.abs(this.#target));
    return this.#target >= 0
      ? quotient(numerator << exponent, denominator * this.#total)
      : quotient(numerator, (denominator * this.#total) << exponent);
  }

  /** The optimum where each hinge that is 0 there is passed a little on its flat side. */
  passed({ at, kinks }: WholeOptimum, bits: bigint): Rational | undefined {
    const { rows, targets, shares } = this.whole;
    const factors = new Map(kinks.map((kink) => [kink.index, kink]));
    const { numerators, denominator } = at;
    const moved = targets.map((target, index) => {
      const row = rows[index] as bigint[];
      if (target * denominator !== product(row, numerators)) return target;
      const size = row.reduce(
        (sum, value, f) => sum + absolute(value * (numerators[f] as bigint)),
        absolute(target) * denominator,
      );
      const by = (size / denominator) >> bits;
      const share = shares[index] as bigint | 'hard';
      const { factor, of } = factors.get(index) ?? { factor: 0n, of: 1n };
      return share === 'hard' || 2n * factor < share * of ? target + by : target - by;
    });
    const guess = kinks.map(({ index }) => index);
    return wholeOptimum({ ...this.whole, targets: moved }, at, guess, this.mostSteps)?.at;
  }

  /** How far the condition that holds least is broken, relative to its terms, and beyond what rounding explains. */
  broken({ numerators, denominator }: Rational): number {
    const { rows, targets, shares } = this.whole;
    let most = 0;
    rows.forEach((row, index) => {
      if (shares[index] !== 'hard') return;
      const target = targets[index] as bigint;
      const short = target * denominator - product(row, numerators);
      if (short <= 0n) return;
      const size = row.reduce(
        (sum, value, f) => sum + absolute(value * (numerators[f] as bigint)),
        absolute(target) * denominator,
      );
      most = Math.max(most, quotient(short, size));
    });
    return most <= ROUNDED ? 0 : most;
  }
}

/** Of rounding weights to doubles. */
const ROUNDED = 1e-14;

import { absolute, product, solveWhole } from './whole-numbers.ts';

/**
 * A piecewise quadratic problem in whole numbers: over v, the sum of share * max(0, target - row · v) plus half the
 * sum of c 2^power v^2. A hinge with share `hard` is a condition: row · v >= target.
 */
export interface WholeProblem {
  readonly rows: readonly (readonly bigint[])[];
  readonly targets: readonly bigint[];
  readonly shares: readonly (bigint | 'hard')[];
  /** Above 0. */
  readonly c: bigint;
  /** One a variable. */
  readonly powers: readonly number[];
}

/** numerators / denominator, above 0. */
export interface Rational {
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}

export interface WholeOptimum {
  readonly at: Rational;
  /** Hinges in their kink, with their factor: how the optimum leans on them. */
  readonly kinks: readonly { readonly index: number; readonly factor: bigint; readonly of: bigint }[];
}

/** So much steeper a hard hinge is than all others together, and more where that is too little. */
const HARD_BITS = 200n;
const HARDER = 3;

/**
 * The optimum, exactly: an active set method over the kinks (the hinges whose argument is 0), with an exact line search
 * along each step. Each step lowers the objective, and there are finitely many sets of kinks; `start` near the optimum
 * makes it few. Undefined where it takes more than `mostSteps`. Hard hinges must be satisfiable together; they are
 * steep ones first, steep enough where the optimum of these satisfies them (an exact penalty).
 */
export function wholeOptimum(
  problem: WholeProblem,
  start: Rational,
  kinks: readonly number[],
  mostSteps: number,
): WholeOptimum | undefined {
  const all = problem.shares.reduce<bigint>((sum, share) => sum + (share === 'hard' ? 1n : share), 1n);
  for (let tries = 1; tries <= HARDER; tries++) {
    const steep = all << (HARD_BITS * BigInt(tries ** 2));
    const search = new KinkSearch(problem, steep);
    const found = search.run(start, kinks, mostSteps);
    if (!found) return undefined;
    if (!search.breaksHard()) return found;
  }
  return undefined;
}

class KinkSearch {
  readonly #rows: WholeProblem['rows'];
  readonly #targets: readonly bigint[];
  readonly #shares: readonly bigint[];
  readonly #hard: readonly boolean[];
  /** 1 / (c 2^power) = inverse / common */
  readonly #inverse: readonly bigint[];
  readonly #common: bigint;
  /** Their argument is above 0, or it is 0 and they count as if it were. */
  readonly #above: boolean[];
  #kinks: number[] = [];
  #at: Rational = { numerators: [], denominator: 1n };

  constructor({ rows, targets, shares, c, powers }: WholeProblem, steep: bigint) {
    this.#rows = rows;
    this.#targets = targets;
    this.#shares = shares.map((share) => (share === 'hard' ? steep : share));
    this.#hard = shares.map((share) => share === 'hard');
    const most = Math.max(0, ...powers);
    this.#inverse = powers.map((power) => 1n << BigInt(most - power));
    this.#common = c << BigInt(most);
    this.#above = rows.map(() => false);
  }

  run(start: Rational, kinks: readonly number[], mostSteps: number): WholeOptimum | undefined {
    this.#at = start;
    this.#setSides();
    // Hard ones hold at the start but for rounding.
    const sides = [...this.#above];
    for (const index of this.#above.keys()) if (this.#hard[index]) this.#above[index] = false;
    const guess = kinks.length > 0 ? this.#stationary(kinks) : undefined;
    this.#above.splice(0, sides.length, ...sides);
    if (guess) {
      this.#at = guess.at;
      this.#kinks = [...kinks];
      this.#setSides();
    }
    for (let steps = 0; steps < mostSteps; steps++) {
      const next = this.#stationary(this.#kinks);
      if (!next) return undefined;
      if (!isSame(next.at, this.#at) && !this.#stepTowards(next.at)) continue;
      // At the minimum over these kinks: one that would rather be left is let go.
      const leaving = this.#leaving(next.factors, next.of, steps);
      if (leaving === undefined) {
        const { factors, of } = next;
        const kinks = this.#kinks.map((index, at) => ({ index, factor: factors[at] as bigint, of }));
        return { at: this.#at, kinks };
      }
      const index = this.#kinks[leaving] as number;
      this.#above[index] = (next.factors[leaving] as bigint) > 0n;
      this.#kinks.splice(leaving, 1);
    }
    return undefined;
  }

  breaksHard(): boolean {
    return this.#rows.some((_, index) => this.#hard[index] && this.#argument(index) > 0n);
  }

  /** (target - row · v) times the denominator. */
  #argument(index: number): bigint {
    const { numerators, denominator } = this.#at;
    return (
      (this.#targets[index] as bigint) * denominator - product(this.#rows[index] as bigint[], numerators)
    );
  }

  #setSides(): void {
    this.#rows.forEach((_, index) => {
      this.#above[index] = this.#argument(index) > 0n;
    });
  }

  /** The minimum where the kinks stay kinks and all others stay on their side. */
  #stationary(
    kinks: readonly number[],
  ): { at: Rational; factors: readonly bigint[]; of: bigint } | undefined {
    const isKink = new Set(kinks);
    const pull = this.#inverse.map(() => 0n);
    this.#rows.forEach((row, index) => {
      if (!this.#above[index] || isKink.has(index)) return;
      const share = this.#shares[index] as bigint;
      row.forEach((value, at) => {
        if (value !== 0n) pull[at] = (pull[at] as bigint) + share * value;
      });
    });
    const rows = kinks.map((index) => this.#rows[index] as bigint[]);
    const weighted = rows.map((row) => row.map((value, at) => value * (this.#inverse[at] as bigint)));
    const solved = solveWhole(
      weighted.map((a) => rows.map((b) => product(a, b))),
      weighted.map(
        (a, at) => this.#common * (this.#targets[kinks[at] as number] as bigint) - product(a, pull),
      ),
    );
    if (!solved) return undefined;
    const { numerators: factors, denominator } = solved;
    const numerators = pull.map((value, at) => {
      let sum = value * denominator;
      rows.forEach((row, kink) => {
        sum += (factors[kink] as bigint) * (row[at] as bigint);
      });
      return sum * (this.#inverse[at] as bigint);
    });
    return { at: reduced({ numerators, denominator: this.#common * denominator }), factors, of: denominator };
  }

  /**
   * As far towards it as the objective falls: to its end (then true), to a hinge that becomes a kink, or to a point between
   * hinges that have been crossed.
   */
  #stepTowards(to: Rational): boolean {
    const from = this.#at;
    const both = from.denominator * to.denominator;
    // direction = to - from, over both denominators.
    const direction = to.numerators.map(
      (value, at) => value * from.denominator - (from.numerators[at] as bigint) * to.denominator,
    );
    /** from + n/d of the way */
    const stopAt = (n: bigint, d: bigint) => {
      this.#at = reduced({
        numerators: from.numerators.map(
          (value, at) => value * to.denominator * d + n * (direction[at] as bigint),
        ),
        denominator: both * d,
      });
      return false;
    };
    // The slope along the whole way rises from -square to 0, and at each crossing by a jump: both in the same units, and
    // the way is over where they cancel.
    const square = direction.reduce((sum, value, at) => sum + this.#curved(value * value, at), 0n);
    let jumps = 0n;
    for (const { index, argument, speed } of this.#crossings(direction, to.denominator)) {
      const rest = square * (speed - argument * to.denominator);
      if (jumps * speed >= rest) return stopAt(square - jumps, square);
      jumps += (this.#shares[index] as bigint) * speed * both * this.#unit();
      if (jumps * speed >= rest) {
        this.#kinks.push(index);
        return stopAt(argument * to.denominator, speed);
      }
      this.#above[index] = !this.#above[index];
    }
    if (jumps > 0n) return stopAt(square - jumps, square);
    this.#at = to;
    return true;
  }

  /** Hinges whose argument passes 0 on the way, in this order; that is argument * denominator / speed of the way. */
  #crossings(direction: readonly bigint[], denominator: bigint) {
    const isKink = new Set(this.#kinks);
    const crossings: { index: number; argument: bigint; speed: bigint }[] = [];
    this.#rows.forEach((row, index) => {
      if (isKink.has(index)) return;
      const speed = product(row, direction);
      if (speed === 0n || speed > 0n !== this.#above[index]) return;
      const argument = this.#argument(index);
      const crossing =
        speed > 0n ? { index, argument, speed } : { index, argument: -argument, speed: -speed };
      if (crossing.argument * denominator < crossing.speed) crossings.push(crossing);
    });
    return crossings.sort((a, b) => {
      const difference = a.argument * b.speed - b.argument * a.speed;
      return difference < 0n ? -1 : difference > 0n ? 1 : a.index - b.index;
    });
  }

  /** value * c 2^power, in units of `#unit`. */
  #curved(value: bigint, at: number): bigint {
    // c 2^power = common / inverse; inverse is a power of two not above 2^(most - least).
    return (value * this.#common * this.#unit()) / (this.#inverse[at] as bigint);
  }

  #unit(): bigint {
    return this.#inverse.reduce((most, value) => (value > most ? value : most), 1n);
  }

  /** Which kink has a factor below 0 or above its share: the one that is most, and the first one when that may go in circles. */
  #leaving(factors: readonly bigint[], of: bigint, steps: number): number | undefined {
    let leaving: number | undefined;
    let most = 0n;
    factors.forEach((factor, at) => {
      const index = this.#kinks[at] as number;
      const over = factor - (this.#shares[index] as bigint) * of;
      const beyond = factor < 0n ? -factor : over;
      if (beyond <= 0n) return;
      const isFirst = leaving === undefined || index < (this.#kinks[leaving] as number);
      if (steps > CIRCLES ? isFirst : beyond > most) {
        leaving = at;
        most = beyond;
      }
    });
    return leaving;
  }
}

/** From this many steps on, Bland's order. */
const CIRCLES = 100;

/** Not worth it for numbers that are small anyway. */
const LARGE = 1n << 2000n;

function reduced({ numerators, denominator }: Rational): Rational {
  if (denominator < LARGE) return { numerators, denominator };
  let divisor = denominator;
  for (const value of numerators) divisor = gcd(divisor, absolute(value));
  if (divisor === 1n) return { numerators, denominator };
  return { numerators: numerators.map((value) => value / divisor), denominator: denominator / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

function isSame(a: Rational, b: Rational): boolean {
  return a.numerators.every(
    (value, at) => value * b.denominator === (b.numerators[at] as bigint) * a.denominator,
  );
}

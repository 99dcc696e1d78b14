import type { Node } from '../../logic/diagram.ts';
import { FALSE } from '../../logic/diagram.ts';
import type { Policy } from '../../policy/model.ts';
import type { ClassGraph } from './class-graph.ts';
import type { ExpectedRewards } from './expected-rewards.ts';

/** Between which the largest probability lies that one completion of the worse class is paid more than one of the better. */
export type Reversal = readonly [atLeast: number, atMost: number];

/** Multiplications for one class, some tenths of a second; above it thresholds give an interval. */
const EXACT_WORK = 2e8;
/** Above so many propositions there is no table of the rewards of all grades. */
const MOST_PROPOSITIONS = 18;
const MOST_THRESHOLDS = 64;
const LEAST_THRESHOLDS = 4;

/** Rewards that differ by less, relative to the largest, are the same. */
const ROUNDING = 1e-9;

/**
 * How likely wrong grades turn two completions round: each completion's grades are drawn independently, wrongly with the
 * rates of `rewards`, and R is the reward of these grades; under `cost` what is over the limit ranks below all that is not.
 *
 * Where its table is small enough, P(R(y~) > R(x~)) is worked out for every x of the better class and every y of the
 * worse. For one x it is a function of y's grades, whose mean over the wrong ones is taken proposition by proposition.
 * Elsewhere thresholds t enclose it: x paid above t and y at most t is no reversal, so it is at most
 * `1 - (1 - P(R(x~) <= t)) (1 - P(R(y~) > t))`, the two largest taken separately; and at least what the pair has that
 * is worst for some t.
 */
export class Reversals {
  readonly #graph: ClassGraph;
  readonly #levels: number;
  /** P(the grade says yes), by level, where it is so: no, yes. */
  readonly #saysYes: readonly (readonly [number, number])[];
  readonly #table: Table | undefined;
  readonly #work: number;
  readonly #exact = new Map<string, ReadonlyMap<string, number>>();
  readonly #members = new Map<string, Int32Array>();
  #thresholds: readonly Threshold[] | undefined;

  constructor(policy: Policy, rewards: ExpectedRewards, weights: Float64Array, exactWork = EXACT_WORK) {
    this.#graph = rewards.graph;
    this.#levels = rewards.graph.propositions.length;
    this.#work = exactWork;
    this.#saysYes = rewards.graph.propositions.map((name) => {
      const rate = rewards.rates.get(name) as { falseNegative: number; falsePositive: number };
      return [rate.falsePositive, 1 - rate.falseNegative];
    });
    this.#table =
      this.#levels <= MOST_PROPOSITIONS ? new Table(rankedRewards(policy, rewards, weights)) : undefined;
  }

  /** Undefined where one of the classes can never hold. */
  between(better: string, worse: string): Reversal | undefined {
    if (this.#graph.members(better, true) === FALSE || this.#graph.members(worse, true) === FALSE)
      return undefined;
    if (!this.#table) return [0, 1];
    const work = this.#membersOf(better).length * Math.max(1, this.#levels) * 2 ** this.#levels;
    if (work > this.#work) return this.#enclosed(this.#table, better, worse);
    let known = this.#exact.get(better);
    if (!known) {
      known = this.#exactFrom(this.#table, better);
      this.#exact.set(better, known);
    }
    const p = known.get(worse) as number;
    return [p, p];
  }

  /** Each class, with the largest probability that one of its completions is paid more than one of `better`. */
  #exactFrom(table: Table, better: string): ReadonlyMap<string, number> {
    const largest = new Map<string, number>();
    for (const x of this.#membersOf(better)) {
      const below = table.below(this.#gradesOf(x));
      this.#average(below);
      for (const worse of this.#graph.classes) {
        let most = largest.get(worse) ?? 0;
        for (const y of this.#membersOf(worse)) most = Math.max(most, below[y] as number);
        largest.set(worse, Math.min(1, most));
      }
    }
    return largest;
  }

  #enclosed(table: Table, better: string, worse: string): Reversal {
    const [ups, downs] = [this.#membersOf(better), this.#membersOf(worse)];
    let [atLeast, atMost] = [0, 1];
    const tried = new Set<string>();
    for (const { atMostIt } of this.#allThresholds(table)) {
      let [up, down] = [ups[0] as number, downs[0] as number];
      for (const x of ups) if ((atMostIt[x] as number) > (atMostIt[up] as number)) up = x;
      for (const y of downs) if ((atMostIt[y] as number) < (atMostIt[down] as number)) down = y;
      atMost = Math.min(atMost, 1 - (1 - (atMostIt[up] as number)) * (atMostIt[down] as number));
      if (tried.has(`${up} ${down}`)) continue;
      tried.add(`${up} ${down}`);
      const below = table.below(this.#gradesOf(up));
      const graded = this.#gradesOf(down);
      atLeast = Math.max(
        atLeast,
        graded.reduce((sum, mass, grades) => sum + mass * (below[grades] as number), 0),
      );
    }
    return [Math.min(atLeast, atMost), atMost];
  }

  #allThresholds(table: Table): readonly Threshold[] {
    const affordable = Math.floor(this.#work / (this.#levels * 2 ** this.#levels));
    const count = Math.max(LEAST_THRESHOLDS, Math.min(MOST_THRESHOLDS, affordable));
    this.#thresholds ??= table.thresholds(count).map((rank) => {
      const atMostIt = Float64Array.from(table.ranks, (each) => (each <= rank ? 1 : 0));
      this.#average(atMostIt);
      return { atMostIt };
    });
    return this.#thresholds;
  }

  /** P(grades | what is so), of all combinations of grades. */
  #gradesOf(truth: number): Float64Array {
    const masses = new Float64Array(2 ** this.#levels);
    masses[0] = 1;
    this.#saysYes.forEach((saysYes, level) => {
      const p = saysYes[(truth >> level) & 1] as number;
      const bit = 1 << level;
      for (let grades = 0; grades < bit; grades++) {
        const mass = masses[grades] as number;
        masses[grades | bit] = mass * p;
        masses[grades] = mass * (1 - p);
      }
    });
    return masses;
  }

  /** A function of grades becomes, in place, its mean over the grades of what is so. */
  #average(values: Float64Array): void {
    this.#saysYes.forEach(([ifFalse, ifTrue], level) => {
      const bit = 1 << level;
      for (let at = 0; at < values.length; at++) {
        if (at & bit) continue;
        const [no, yes] = [values[at] as number, values[at | bit] as number];
        values[at] = no + ifFalse * (yes - no);
        values[at | bit] = no + ifTrue * (yes - no);
      }
    });
  }

  /** The combinations of a class, as bits by level. */
  #membersOf(className: string): Int32Array {
    let members = this.#members.get(className);
    if (!members) {
      const found: number[] = [];
      const visit = (node: Node, level: number, bits: number): void => {
        if (node === FALSE) return;
        if (level === this.#levels) {
          found.push(bits);
          return;
        }
        visit(this.#graph.follow(node, level, false), level + 1, bits);
        visit(this.#graph.follow(node, level, true), level + 1, bits | (1 << level));
      };
      visit(this.#graph.members(className, true), 0, 0);
      members = Int32Array.from(found);
      this.#members.set(className, members);
    }
    return members;
  }
}

interface Threshold {
  /** By what is so: the probability that the reward of its grades is at most the threshold. */
  readonly atMostIt: Float64Array;
}

/** All combinations of grades by where their reward stands; equal rewards have equal ranks. */
class Table {
  readonly ranks: Int32Array;
  readonly #order: Int32Array;

  constructor({ ranks, order }: { readonly ranks: Int32Array; readonly order: Int32Array }) {
    this.ranks = ranks;
    this.#order = order;
  }

  /** By combination of grades: the probability that something with these masses is paid less. */
  below(masses: Float64Array): Float64Array {
    const below = new Float64Array(masses.length);
    let [less, equal, rank] = [0, 0, 0];
    for (const grades of this.#order) {
      if (this.ranks[grades] !== rank) {
        rank = this.ranks[grades] as number;
        less += equal;
        equal = 0;
      }
      equal += masses[grades] as number;
      below[grades] = less;
    }
    return below;
  }

  /** Ranks that part the combinations into parts of about the same size. */
  thresholds(count: number): number[] {
    const at = (part: number) => this.#order[Math.floor((part * this.#order.length) / count)] as number;
    return [...new Set(Array.from({ length: count }, (_, part) => this.ranks[at(part)] as number))];
  }
}

function rankedRewards(
  { reward: { combination, costLimit } }: Policy,
  rewards: ExpectedRewards,
  weights: Float64Array,
): { ranks: Int32Array; order: Int32Array } {
  const { graph } = rewards;
  const levels = graph.propositions.length;
  const table = new Float64Array(2 ** levels);
  const tiers = new Uint8Array(table.length);
  const payment = rewards.payment(weights);
  const visit = (level: number, bits: number, state: number, sum: number): void => {
    if (level === levels) {
      table[bits] = (sum + payment.ofState(state)) * payment.share(state);
      tiers[bits] = combination === 'cost' && costLimit < 1 && graph.isUnsafe(state) ? 1 : 0;
      return;
    }
    visit(level + 1, bits, graph.next(state, level, false), sum);
    const paid = payment.perLevel[level] as number;
    visit(level + 1, bits | (1 << level), graph.next(state, level, true), sum + paid);
  };
  visit(0, 0, graph.start, 0);
  const order = Int32Array.from(table.keys()).sort(
    (a, b) =>
      (tiers[b] as number) - (tiers[a] as number) || (table[a] as number) - (table[b] as number) || a - b,
  );
  const same = ROUNDING * table.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const ranks = new Int32Array(table.length);
  let rank = 0;
  order.forEach((grades, index) => {
    const before = order[index - 1];
    const isHigher =
      before !== undefined &&
      (tiers[grades] !== tiers[before] || (table[grades] as number) - (table[before] as number) > same);
    if (isHigher) rank++;
    ranks[grades] = rank;
  });
  return { ranks, order };
}

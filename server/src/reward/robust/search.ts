import { FALSE, type Node } from '../../logic/diagram.ts';
import type { ClassGraph } from './class-graph.ts';

/** One way for a proposition to be: its true value, and the probability that its grade says yes. */
export interface Choice {
  readonly value: boolean;
  readonly saysYes: number;
}

/** What is added up over graded combinations; all of it linear in the weights, so that it can be negated. */
export interface Payment {
  /** What a level's proposition adds where its grade says yes. */
  readonly perLevel: Float64Array;
  /** What is added for the classes of a state in which everything is decided. */
  readonly ofState: (state: number) => number;
  /** Whether anything is paid in such a state: a share, 1 or 0, of all that was added up. */
  readonly share: (state: number) => number;
}

export interface Found {
  /** One a level. */
  readonly choices: readonly Choice[];
  /** What this combination is paid on average. */
  readonly attained: number;
  /** No combination is paid less on average. Equal to `attained` where the search came to its end. */
  readonly bound: number;
  /** States that were looked at: what time has gone by. */
  readonly work: number;
}

/** States that a search may look at: about a second. */
export const SEARCH_LIMIT = 3_000_000;

/** Less than this share of what is at stake is rounding. */
const ROUNDING = 1e-13;

/** What the grades so far may be: the states, how likely each is, and what is added up in it times that. */
interface Frontier {
  readonly states: number[];
  readonly masses: number[];
  readonly sums: number[];
}

interface Open {
  readonly level: number;
  readonly members: Node;
  readonly frontier: Frontier;
  readonly bound: number;
  readonly choice: Choice | undefined;
  readonly before: Open | undefined;
}

/** Of a state, were the rest chosen as is best for it: the least that is still added, and the share that is paid. */
interface Rest {
  readonly added: number;
  readonly leastShare: number;
  readonly greatestShare: number;
}

/**
 * The combination in `members` that is paid least on average, where each grade is drawn independently with the
 * probability that the choice says. The mean is taken over the states of the class graph, proposition by proposition.
 *
 * Branch and bound, depth first. The bound lets the choices that remain depend on the state: what an adversary who saw
 * the grades so far could do is no less than what one who does not can. It is exact where everything is decided.
 * Undefined where nothing is in `members`.
 */
export function leastExpected(
  graph: ClassGraph,
  members: Node,
  choicesAt: (level: number) => readonly Choice[],
  payment: Payment,
  limit = SEARCH_LIMIT,
): Found | undefined {
  if (members === FALSE) return undefined;
  const last = graph.propositions.length;
  const rests = new Rests(graph, choicesAt, payment);
  const choices = Array.from({ length: last }, (_, level) => choicesAt(level));
  const frontier: Frontier = { states: [graph.start], masses: [1], sums: [0] };
  const open: Open[] = [
    {
      level: 0,
      members,
      frontier,
      bound: rests.bound(0, members, frontier),
      choice: undefined,
      before: undefined,
    },
  ];
  let best: Open | undefined;
  const scale =
    Math.abs(open[0]?.bound ?? 0) + payment.perLevel.reduce((sum, each) => sum + Math.abs(each), 0);
  const closed = (bound: number): boolean =>
    best !== undefined && bound >= best.bound - ROUNDING * (scale + Math.abs(best.bound));
  let looked = 0;
  for (let at = open.pop(); at; at = open.pop()) {
    if (closed(at.bound)) continue;
    if (at.level === last) {
      best = at;
      continue;
    }
    if (looked + rests.size > limit && best !== undefined) {
      const bound = open.reduce((least, each) => Math.min(least, each.bound), Math.min(at.bound, best.bound));
      return { choices: pathOf(best), attained: best.bound, bound, work: looked + rests.size };
    }
    const nexts: Open[] = [];
    for (const choice of choices[at.level] as readonly Choice[]) {
      const inside = graph.follow(at.members, at.level, choice.value);
      if (inside === FALSE) continue;
      const after = advance(graph, at.frontier, at.level, choice, payment);
      looked += after.states.length;
      const bound = rests.bound(at.level + 1, inside, after);
      nexts.push({ level: at.level + 1, members: inside, frontier: after, bound, choice, before: at });
    }
    // The most promising one is looked at first. Of equals that is the first, so that witnesses are stable.
    nexts.reverse().sort((a, b) => b.bound - a.bound);
    open.push(...nexts);
  }
  return (
    best && { choices: pathOf(best), attained: best.bound, bound: best.bound, work: looked + rests.size }
  );
}

function pathOf(end: Open): Choice[] {
  const path: Choice[] = [];
  for (let at: Open | undefined = end; at?.choice; at = at.before) path.push(at.choice);
  return path.reverse();
}

function advance(
  graph: ClassGraph,
  { states, masses, sums }: Frontier,
  level: number,
  { saysYes }: Choice,
  { perLevel }: Payment,
): Frontier {
  const next: Frontier = { states: [], masses: [], sums: [] };
  const places = new Map<number, number>();
  const add = (state: number, mass: number, sum: number): void => {
    if (mass === 0) return;
    const known = places.get(state);
    if (known === undefined) {
      places.set(state, next.states.length);
      next.states.push(state);
      next.masses.push(mass);
      next.sums.push(sum);
    } else {
      next.masses[known] = (next.masses[known] as number) + mass;
      next.sums[known] = (next.sums[known] as number) + sum;
    }
  };
  const paid = perLevel[level] as number;
  states.forEach((state, index) => {
    const [mass, sum] = [masses[index] as number, sums[index] as number];
    add(graph.next(state, level, false), (1 - saysYes) * mass, (1 - saysYes) * sum);
    add(graph.next(state, level, true), saysYes * mass, saysYes * (sum + paid * mass));
  });
  return next;
}

/** What may still come, for a level, the combinations that are left, and a state; worked out when it is asked for. */
class Rests {
  readonly #graph: ClassGraph;
  readonly #choicesAt: (level: number) => readonly Choice[];
  readonly #payment: Payment;
  readonly #known: Map<number, Rest>[];
  #size = 0;

  constructor(graph: ClassGraph, choicesAt: (level: number) => readonly Choice[], payment: Payment) {
    this.#graph = graph;
    this.#choicesAt = choicesAt;
    this.#payment = payment;
    this.#known = Array.from({ length: graph.propositions.length + 1 }, () => new Map());
  }

  /** What it took to work out, in states. */
  get size(): number {
    return this.#size;
  }

  /** No combination in `members` is paid less on average than this, from a frontier on. */
  bound(level: number, members: Node, { states, masses, sums }: Frontier): number {
    let total = 0;
    for (let index = 0; index < states.length; index++) {
      const { added, leastShare, greatestShare } = this.#of(level, members, states[index] as number);
      const sum = sums[index] as number;
      total += (masses[index] as number) * added + Math.min(sum * leastShare, sum * greatestShare);
    }
    return total;
  }

  #of(level: number, members: Node, state: number): Rest {
    const known = this.#known[level] as Map<number, Rest>;
    const key = members * 4_194_304 + state;
    let rest = known.get(key);
    if (!rest) {
      rest = this.#workOut(level, members, state);
      known.set(key, rest);
      this.#size++;
    }
    return rest;
  }

  #workOut(level: number, members: Node, state: number): Rest {
    const { perLevel, ofState, share } = this.#payment;
    if (level === this.#graph.propositions.length) {
      const paid = share(state);
      return { added: ofState(state) * paid, leastShare: paid, greatestShare: paid };
    }
    let [added, leastShare, greatestShare] = [Infinity, Infinity, -Infinity];
    const paid = perLevel[level] as number;
    for (const { value, saysYes } of this.#choicesAt(level)) {
      const inside = this.#graph.follow(members, level, value);
      if (inside === FALSE) continue;
      const no = this.#of(level + 1, inside, this.#graph.next(state, level, false));
      const yes = this.#of(level + 1, inside, this.#graph.next(state, level, true));
      const ofYes = Math.min(paid * yes.leastShare, paid * yes.greatestShare);
      added = Math.min(added, (1 - saysYes) * no.added + saysYes * (ofYes + yes.added));
      leastShare = Math.min(leastShare, (1 - saysYes) * no.leastShare + saysYes * yes.leastShare);
      greatestShare = Math.max(greatestShare, (1 - saysYes) * no.greatestShare + saysYes * yes.greatestShare);
    }
    return { added, leastShare, greatestShare };
  }
}

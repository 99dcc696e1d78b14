import type { ClassGraph } from './class-graph.ts';
import type { Payment } from './search.ts';

/** Before each level, and at the end: a number for each state that can be reached. */
export type ByState = readonly ReadonlyMap<number, number>[];

/** How likely each state is, where the grade of each level's proposition says yes with a probability of its own. */
export function massesOf(graph: ClassGraph, saysYes: Float64Array): ByState {
  const all: Map<number, number>[] = [new Map([[graph.start, 1]])];
  saysYes.forEach((p, level) => {
    const next = new Map<number, number>();
    for (const [state, mass] of all[level] as ReadonlyMap<number, number>) {
      for (const value of [false, true]) {
        const to = graph.next(state, level, value);
        next.set(to, (next.get(to) ?? 0) + mass * (value ? p : 1 - p));
      }
    }
    all.push(next);
  });
  return all;
}

/** From each state on: the mean of what is there at the end, and of what each yes on the way adds (the state after it). */
export function meansFrom(
  graph: ClassGraph,
  saysYes: Float64Array,
  states: ByState,
  atEnd: (state: number) => number,
  onYes: (level: number, after: number) => number = () => 0,
): ByState {
  const all: Map<number, number>[] = states.map(() => new Map());
  for (const state of (states.at(-1) as ReadonlyMap<number, number>).keys())
    all.at(-1)?.set(state, atEnd(state));
  for (let level = saysYes.length - 1; level >= 0; level--) {
    const p = saysYes[level] as number;
    const after = all[level + 1] as ReadonlyMap<number, number>;
    for (const state of (states[level] as ReadonlyMap<number, number>).keys()) {
      const yes = graph.next(state, level, true);
      const no = graph.next(state, level, false);
      all[level]?.set(
        state,
        (1 - p) * (after.get(no) as number) + p * ((after.get(yes) as number) + onYes(level, yes)),
      );
    }
  }
  return all;
}

/**
 * By level, the derivative of the expected payment in the probability that the proposition's grade says yes: what is paid
 * where it says yes less what is paid where it says no, on average over all other grades.
 */
export function slopesOf(graph: ClassGraph, saysYes: Float64Array, payment: Payment): Float64Array {
  const masses = massesOf(graph, saysYes);
  const shares = meansFrom(graph, saysYes, masses, payment.share);
  const shareAfter = (level: number, state: number) => shares[level + 1]?.get(state) as number;
  const paid = (level: number) => payment.perLevel[level] as number;
  const added = meansFrom(
    graph,
    saysYes,
    masses,
    (state) => payment.ofState(state) * payment.share(state),
    (level, after) => paid(level) * shareAfter(level, after),
  );
  // What was added up before a level, by state and times its probability.
  let sums = new Map<number, number>();
  return Float64Array.from(saysYes, (p, level) => {
    const next = new Map<number, number>();
    let slope = 0;
    for (const [state, mass] of masses[level] as ReadonlyMap<number, number>) {
      const sum = sums.get(state) ?? 0;
      const yes = graph.next(state, level, true);
      const no = graph.next(state, level, false);
      const of = (after: number) => added[level + 1]?.get(after) as number;
      slope += mass * (paid(level) * shareAfter(level, yes) + of(yes) - of(no));
      slope += sum * (shareAfter(level, yes) - shareAfter(level, no));
      next.set(no, (next.get(no) ?? 0) + (1 - p) * sum);
      next.set(yes, (next.get(yes) ?? 0) + p * (sum + paid(level) * mass));
    }
    sums = next;
    return slope;
  });
}

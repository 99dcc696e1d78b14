import { type Diagram, FALSE, type Node, TRUE } from './diagram.ts';

/** Values of the variables that matter; the ones left out are free. */
export type PartialAssignment = ReadonlyMap<number, boolean>;

export interface Path {
  readonly cost: number;
  /** What the path decides. Every completion of it satisfies the function. */
  readonly assignment: PartialAssignment;
}

/**
 * The cheapest way to make a function true: a shortest path from its root to `TRUE`. `cost` may be of
 * any sign. A variable that the path does not decide costs nothing, so costs of a free variable must
 * be given relative to the cheaper of its two values. Undefined where the function is never true.
 * Linear in the nodes. Ties go to "false", so that witnesses are stable.
 */
export function cheapestPath(
  diagram: Diagram,
  root: Node,
  cost: (variable: number, value: boolean) => number,
): Path | undefined {
  const nodes = diagram.reachable([root]);
  const best = new Map<Node, number>([
    [TRUE, 0],
    [FALSE, Number.POSITIVE_INFINITY],
  ]);
  const through = (node: Node, value: boolean): number => {
    const child = value ? diagram.high(node) : diagram.low(node);
    return (best.get(child) as number) + cost(diagram.variableOf(node), value);
  };
  for (const node of nodes) best.set(node, Math.min(through(node, false), through(node, true)));
  const total = best.get(root) as number;
  if (total === Number.POSITIVE_INFINITY) return undefined;
  const assignment = new Map<number, boolean>();
  for (let node = root; node !== TRUE; ) {
    const value = through(node, true) < through(node, false);
    assignment.set(diagram.variableOf(node), value);
    node = value ? diagram.high(node) : diagram.low(node);
  }
  return { cost: total, assignment };
}

/** The assignment that satisfies a function and decides the fewest variables; undefined for `FALSE`. */
export function shortestWitness(diagram: Diagram, root: Node): PartialAssignment | undefined {
  return cheapestPath(diagram, root, () => 1)?.assignment;
}

/** A shortest witness without what does not decide; undefined for `FALSE`. */
export function leastWitness(diagram: Diagram, root: Node): PartialAssignment | undefined {
  const found = shortestWitness(diagram, root);
  return found && leastOf(diagram, root, found);
}

/**
 * A witness of a function without what does not decide: each variable that is left in it matters, given the others (a prime
 * implicant). What is false is left out first, so that what is true, which says more to a reader, stays. Takes a walk over the
 * function for each variable of the witness.
 */
export function leastOf(diagram: Diagram, root: Node, witness: PartialAssignment): PartialAssignment {
  const least = new Map(witness);
  for (const [variable, value] of [...witness].sort(([, a], [, b]) => Number(a) - Number(b))) {
    least.delete(variable);
    if (decide(diagram, root, (each) => least.get(each)) !== true) least.set(variable, value);
  }
  return least;
}

/**
 * What is known of a function under a partial assignment: true or false where it is that for every
 * value of the rest, undefined where the rest decides.
 */
export function decide(
  diagram: Diagram,
  root: Node,
  valueIn: (variable: number) => boolean | undefined,
): boolean | undefined {
  const seen = new Set<Node>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node === TRUE || node === FALSE) {
      if (seen.has(TRUE) && seen.has(FALSE)) return undefined;
      continue;
    }
    const value = valueIn(diagram.variableOf(node));
    if (value !== true) open.push(diagram.low(node));
    if (value !== false) open.push(diagram.high(node));
  }
  return seen.has(TRUE);
}

/**
 * In how many assignments of the variables `over` the function is true, exactly. `over` must hold
 * every variable that the function depends on; throws a RangeError otherwise.
 */
export function countAssignments(diagram: Diagram, root: Node, over: Iterable<number>): bigint {
  const order = [...new Set(over)].sort((a, b) => a - b);
  const rank = new Map(order.map((variable, index) => [variable, index]));
  const rankOf = (node: Node): number => {
    if (node === TRUE || node === FALSE) return order.length;
    const found = rank.get(diagram.variableOf(node));
    if (found === undefined)
      throw new RangeError(
        `the function depends on variable ${diagram.variableOf(node)}, which is not counted over`,
      );
    return found;
  };
  // Counted over the variables from the node's own rank on.
  const counts = new Map<Node, bigint>([
    [TRUE, 1n],
    [FALSE, 0n],
  ]);
  const from = (node: Node, firstRank: number): bigint =>
    (counts.get(node) as bigint) << BigInt(rankOf(node) - firstRank);
  for (const node of diagram.reachable([root])) {
    const below = rankOf(node) + 1;
    counts.set(node, from(diagram.low(node), below) + from(diagram.high(node), below));
  }
  return from(root, 0);
}

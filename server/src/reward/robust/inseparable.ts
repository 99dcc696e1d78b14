import type { Witness } from '../../logic/conflicts.ts';
import { FALSE, type Node, NodeLimitError } from '../../logic/diagram.ts';
import type { ClassGraph } from './class-graph.ts';

/** How few wrong grades make a completion of one class look exactly like one of another. */
export interface Inseparable {
  /** Wrong grades, in the two completions together. */
  readonly wrongGrades: number;
  /** The propositions that these are of. */
  readonly propositions: readonly string[];
  /** Two completions that are so near to each other. */
  readonly better: Witness;
  readonly worse: Witness;
}

/** Pairs of nodes that may be looked at: some seconds. */
const PAIR_LIMIT = 2_000_000;

/**
 * The least Hamming distance between the combinations of two classes that the constraints allow, over the propositions
 * that classes or features read. So many wrong grades in the two completions together, and both have the same grades and
 * so the same reward, whatever the weights are. Grades of `certain` propositions are never wrong: completions that
 * differ in one of them never look alike. Undefined where none ever do, be it that a class can never hold.
 *
 * A shortest path in the product of the two classes' diagrams. Throws `NodeLimitError` where that is too large.
 */
export function inseparable(
  graph: ClassGraph,
  better: string,
  worse: string,
  certain: ReadonlySet<string>,
): Inseparable | undefined {
  const known = new Map<number, number>();
  const last = graph.propositions.length;
  const costs = graph.propositions.map((name) => (certain.has(name) ? Number.POSITIVE_INFINITY : 1));
  const distance = (a: Node, b: Node): number => {
    if (a === FALSE || b === FALSE) return Number.POSITIVE_INFINITY;
    const level = Math.min(graph.levelOf(a), graph.levelOf(b));
    if (level === last) return 0;
    const key = a * 4_194_304 + b;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= PAIR_LIMIT) throw new NodeLimitError(PAIR_LIMIT);
    let least = Number.POSITIVE_INFINITY;
    for (const [up, down] of WAYS) least = Math.min(least, through(a, b, level, up, down));
    known.set(key, least);
    return least;
  };
  const through = (a: Node, b: Node, level: number, up: boolean, down: boolean): number =>
    (up === down ? 0 : (costs[level] as number)) +
    distance(graph.follow(a, level, up), graph.follow(b, level, down));
  let [a, b] = [graph.members(better, true), graph.members(worse, true)];
  const wrongGrades = distance(a, b);
  if (wrongGrades === Number.POSITIVE_INFINITY) return undefined;
  const [ups, downs]: [Record<string, boolean>, Record<string, boolean>] = [{}, {}];
  graph.propositions.forEach((name, level) => {
    const rest = distance(a, b);
    const way = WAYS.find(([up, down]) => through(a, b, level, up, down) === rest);
    const [up, down] = way as readonly [boolean, boolean];
    [a, b] = [graph.follow(a, level, up), graph.follow(b, level, down)];
    ups[name] = up;
    downs[name] = down;
  });
  return {
    wrongGrades,
    propositions: graph.propositions.filter((name) => ups[name] !== downs[name]),
    better: ups,
    worse: downs,
  };
}

/** Values of the two, alike first. */
const WAYS: readonly (readonly [up: boolean, down: boolean])[] = [
  [false, false],
  [true, true],
  [false, true],
  [true, false],
];

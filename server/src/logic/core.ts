import type { Constraint } from '../policy/model.ts';
import { CoreEncoding, type Part } from './core-encoding.ts';
import type { Claim, Core, CoreItem } from './core-item.ts';
import { Diagram, FALSE, type Node, TRUE } from './diagram.ts';
import { Gates } from './sat/gates.ts';
import type { Vocabulary } from './vocabulary.ts';

export type { Claim, Core, CoreItem } from './core-item.ts';

/** Of each question to the solver, unless told. Contradictions in policies are shallow; parity is not, and is for the diagram. */
const CONFLICT_LIMIT = 2_000;

/**
 * A minimal core of claims that contradict each other or the constraints, all of them complete.
 *
 * Each derived proposition is a variable of its own here, and each line of its definition is a part
 * that may be left out. So a contradiction between derived propositions names only those, and one
 * that lies deeper names the lines on the way down to it. Parts are left out one at a time as long as
 * the contradiction stays, those last that the reader should rather see: constraints go first, then
 * definitions from the deepest up. The solver and the diagram find the same core.
 *
 * Undefined where there is no contradiction, or where the solver gives up and the node limit is passed.
 */
export function minimalCore(
  vocabulary: Vocabulary,
  claims: readonly Claim[],
  constraints: readonly Constraint[],
  nodeLimit: number,
  conflictLimit = CONFLICT_LIMIT,
): Core | undefined {
  const gates = new Gates();
  const found = minimiseBySolver(
    gates,
    new CoreEncoding(gates, vocabulary, claims, constraints),
    conflictLimit,
  );
  if (found !== 'undecided') return found;
  const diagram = new Diagram(nodeLimit);
  return diagram.attempt(() =>
    minimiseInDiagram(diagram, new CoreEncoding(diagram, vocabulary, claims, constraints)),
  );
}

/**
 * Deletion from the end. Whatever lies behind the last part that the solver used for a contradiction can be
 * left out with it.
 */
function minimiseBySolver(
  { solver }: Gates,
  { fixed, parts }: CoreEncoding,
  conflictLimit: number,
): Core | undefined | 'undecided' {
  const needed: Part[] = [];
  /** The candidates up to the last one that a contradiction uses; undefined where there is no contradiction. */
  const narrowed = (candidates: readonly Part[]): readonly Part[] | undefined | 'undecided' => {
    const assumptions = [...fixed, ...[...needed, ...candidates].map(({ says }) => says)];
    const answer = solver.solve(assumptions, { conflictLimit });
    if (answer.verdict !== 'unsatisfiable') return answer.verdict === 'undecided' ? 'undecided' : undefined;
    const used = new Set(answer.assumptions);
    return candidates.slice(0, candidates.findLastIndex(({ says }) => used.has(says)) + 1);
  };
  let candidates = narrowed(parts);
  if (candidates === undefined) return undefined;
  while (candidates !== 'undecided') {
    const last = candidates.at(-1);
    if (!last) return needed.map(({ item }) => item);
    const others = candidates.slice(0, -1);
    const without = narrowed(others);
    if (without === undefined) needed.unshift(last);
    candidates = without ?? others;
  }
  return 'undecided';
}

/**
 * Deletion from the end. The parts before the one in question are there as one conjunction from the
 * forward pass, so that each step is a single conjunction.
 */
function minimiseInDiagram(diagram: Diagram, { fixed, parts }: CoreEncoding): Core | undefined {
  const before = [diagram.all(fixed)];
  for (const { says } of parts) {
    const last = before.at(-1) as Node;
    if (last === FALSE) break;
    before.push(diagram.and(last, says));
  }
  if (before.at(-1) !== FALSE) return undefined;
  let needed = TRUE;
  const core: CoreItem[] = [];
  for (let index = before.length - 2; index >= 0; index--) {
    if (diagram.and(before[index] as Node, needed) === FALSE) continue;
    const { item, says } = parts[index] as Part;
    needed = diagram.and(needed, says);
    core.unshift(item);
  }
  return core;
}

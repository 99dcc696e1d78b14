import type { Conjunction, Formula, Literal } from '../policy/model.ts';
import { FALSE, type Node, NodeLimitError, TRUE } from './diagram.ts';
import type { FormulaCompiler } from './formula.ts';

/** What of a formula could be left out without changing what it says. By index, so that results outlive an edit of texts. */
export interface Redundancy {
  readonly alternative: number;
  /** Of a literal in the alternative; undefined where the whole alternative is meant. */
  readonly literal: number | undefined;
  /** A literal that the others of its conjunction imply; an alternative that never holds, or that others cover. */
  readonly why: 'implied' | 'never' | 'covered';
}

/**
 * The redundant parts of a formula, given what always holds (`background`). A literal that contradicts the
 * others is not redundant but wrong, and no literal is judged in a conjunction that never holds. Each part
 * is redundant by itself: of two that imply each other only the later one is named. Undefined where the
 * node limit is passed.
 */
export function redundanciesOf(
  compiler: FormulaCompiler,
  formula: Formula,
  background: Node,
): readonly Redundancy[] | undefined {
  try {
    return [...find(compiler, formula, background)];
  } catch (error) {
    if (error instanceof NodeLimitError) return undefined;
    throw error;
  }
}

function* find(compiler: FormulaCompiler, { anyOf }: Formula, background: Node): Generator<Redundancy> {
  const { diagram } = compiler;
  const nodes = anyOf.map((each) => diagram.and(background, nodeOf(compiler, each)));
  const isLone = anyOf.length === 1;
  const kept = new Set(nodes.keys());
  for (const [alternative, node] of nodes.entries()) {
    if (isLone) continue;
    const others = diagram.any(
      [...kept].filter((each) => each !== alternative).map((each) => nodes[each] as Node),
    );
    const isCovered = diagram.and(node, diagram.not(others)) === FALSE;
    if (!isCovered) continue;
    kept.delete(alternative);
    yield { alternative, literal: undefined, why: node === FALSE ? 'never' : 'covered' };
  }
  for (const alternative of kept) {
    if (nodes[alternative] === FALSE) continue;
    for (const literal of impliedLiterals(
      compiler,
      (anyOf[alternative] as Conjunction).literals,
      background,
    )) {
      yield { alternative, literal, why: 'implied' };
    }
  }
}

/** From the last to the first, each judged by those that are left: the rest of the conjunction stays as it is without all of them. */
function impliedLiterals(
  compiler: FormulaCompiler,
  literals: readonly Literal[],
  background: Node,
): number[] {
  const { diagram } = compiler;
  const nodes = literals.map((literal) => nodeOf(compiler, { literals: [literal], place: literal.place }));
  const before = [background];
  for (const node of nodes) before.push(diagram.and(before.at(-1) as Node, node));
  const implied: number[] = [];
  let after: Node = TRUE;
  for (let index = literals.length - 1; index >= 0; index--) {
    const rest = diagram.and(before[index] as Node, after);
    const node = nodes[index] as Node;
    if (rest !== FALSE && diagram.and(rest, diagram.not(node)) === FALSE) implied.unshift(index);
    else after = diagram.and(after, node);
  }
  return implied;
}

function nodeOf(compiler: FormulaCompiler, conjunction: Conjunction): Node {
  return compiler.formula({ anyOf: [conjunction], place: conjunction.place });
}

import type { Formula } from '../policy/model.ts';
import { Diagram, type Node, NodeLimitError } from './diagram.ts';
import { FormulaCompiler } from './formula.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The classes of one response type in one diagram. */
export interface ExactClasses {
  readonly compiler: FormulaCompiler;
  /** Class -> its function. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** Classes that do not fit into the node limit together with the ones before them. */
  readonly overLimit: readonly string[];
}

/** Builds the diagram of class formulas, all of which must be complete. */
export function compileExactly(
  vocabulary: Vocabulary,
  formulas: ReadonlyMap<string, Formula>,
  nodeLimit: number,
): ExactClasses {
  const overLimit = new Set<string>();
  for (;;) {
    // A class that passed the limit has filled its diagram with scraps: the others get a new one.
    const compiler = new FormulaCompiler(vocabulary, new Diagram(nodeLimit));
    const nodes = new Map<string, Node>();
    const failed = firstOverLimit(compiler, formulas, overLimit, nodes);
    if (failed === undefined) return { compiler, nodes, overLimit: [...overLimit] };
    overLimit.add(failed);
  }
}

function firstOverLimit(
  compiler: FormulaCompiler,
  formulas: ReadonlyMap<string, Formula>,
  skipped: ReadonlySet<string>,
  into: Map<string, Node>,
): string | undefined {
  for (const [className, formula] of formulas) {
    if (skipped.has(className)) continue;
    try {
      into.set(className, compiler.formula(formula));
    } catch (error) {
      if (error instanceof NodeLimitError) return className;
      throw error;
    }
  }
  return undefined;
}

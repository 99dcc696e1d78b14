import type { Formula } from '../policy/model.ts';
import type { Node } from './diagram.ts';
import { FormulaCompiler } from './formula.ts';
import type { KeptLogic } from './kept-logic.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The classes of one response type in one diagram. */
export interface ExactClasses {
  readonly compiler: FormulaCompiler;
  /** Class -> its function. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** Classes that do not fit into the node limit together with the ones before them. */
  readonly overLimit: readonly string[];
}

/** Builds class formulas, all of which must be complete, on what is kept of the version before. */
export function compileExactly(
  kept: KeptLogic,
  vocabulary: Vocabulary,
  formulas: ReadonlyMap<string, Formula>,
): ExactClasses {
  const before = new Set(kept.overLimit);
  let exact = compileInto(kept, vocabulary, formulas);
  const failed = exact.overLimit.filter((className) => !before.has(className));
  if (failed.length > 0 && kept.hasScraps) {
    for (const className of failed) kept.overLimit.delete(className);
    kept.renewDiagram();
    exact = compileInto(kept, vocabulary, formulas);
  }
  kept.markBuilt();
  return exact;
}

function compileInto(
  kept: KeptLogic,
  vocabulary: Vocabulary,
  formulas: ReadonlyMap<string, Formula>,
): ExactClasses {
  const compiler = new FormulaCompiler(vocabulary, kept.diagram, kept.nodesByStructure);
  const nodes = new Map<string, Node>();
  const overLimit: string[] = [];
  for (const [className, formula] of formulas) {
    const structure = vocabulary.structures.ofFormula(formula);
    const steps = kept.stepsFor(className, structure);
    const node = steps === 0 ? undefined : compiler.attempt(() => compiler.formula(formula), steps);
    if (node !== undefined) nodes.set(className, node);
    else {
      kept.addOverLimit(className, structure);
      overLimit.push(className);
    }
  }
  return { compiler, nodes, overLimit };
}

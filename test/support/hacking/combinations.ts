import { Diagram } from '../../../server/src/logic/diagram.ts';
import { FormulaCompiler } from '../../../server/src/logic/formula.ts';
import type { ResponseTypeLogic } from '../../../server/src/logic/response-type.ts';
import { Vocabulary } from '../../../server/src/logic/vocabulary.ts';
import { decide } from '../../../server/src/logic/walks.ts';
import type { Policy } from '../../../server/src/policy/model.ts';
import { featuresOf } from '../../../server/src/reward/features.ts';

/** Every combination of the propositions of a response type: bit i of a combination's number is proposition i. */
export interface Combinations {
  readonly propositions: readonly string[];
  /** 2 to the number of propositions. */
  readonly count: number;
  /** Those that the policy's constraints allow. */
  readonly allowed: readonly number[];
  /** Classes, best first. */
  readonly classes: readonly string[];
  /** For each combination the index of its class; -1 where it is in none. */
  readonly classOf: Int32Array;
  /** For each combination one value a feature, in the order of `featuresOf`. */
  readonly values: readonly Float64Array[];
}

/** By enumeration, so for at most some 14 propositions. */
export function combinationsOf(policy: Policy, logic: ResponseTypeLogic): Combinations {
  const features = featuresOf(policy, logic);
  const read = features.flatMap(({ kind, of }) => (kind === 'proposition' ? [of] : []));
  const propositions = [...new Set([...logic.propositions, ...read])];
  const others = [...policy.propositions.keys()].filter((name) => !propositions.includes(name));
  const vocabulary = new Vocabulary(policy, { variables: [...propositions, ...others] });
  const compiler = new FormulaCompiler(vocabulary, new Diagram(1_000_000));
  const formulas = [...logic.formulas].map(([name, formula]) => [name, compiler.formula(formula)] as const);
  const constraints = policy.constraints
    .filter((constraint) => vocabulary.isCompleteConstraint(constraint))
    .map((constraint) => compiler.constraint(constraint));
  const classes = policy.classOrder.map(({ text }) => text).filter((name) => logic.formulas.has(name));
  const count = 2 ** propositions.length;
  const classOf = new Int32Array(count);
  const values: Float64Array[] = [];
  const allowed: number[] = [];
  for (let combination = 0; combination < count; combination++) {
    const isTrue = (variable: number) => (combination >> variable) % 2 === 1;
    const valueIn = (variable: number) => (variable < propositions.length ? isTrue(variable) : undefined);
    const holding = formulas
      .filter(([, node]) => decide(compiler.diagram, node, valueIn))
      .map(([name]) => name);
    classOf[combination] = classes.findIndex((name) => holding.includes(name));
    values.push(
      Float64Array.from(features, ({ kind, of }) =>
        kind === 'constant' || (kind === 'class' ? holding.includes(of) : isTrue(propositions.indexOf(of)))
          ? 1
          : 0,
      ),
    );
    if (constraints.every((node) => decide(compiler.diagram, node, valueIn) !== false))
      allowed.push(combination);
  }
  return { propositions, count, allowed, classes, classOf, values };
}

/** w · values of every combination. */
export function rewardsOf({ values }: Combinations, weights: ArrayLike<number>): Float64Array {
  return Float64Array.from(values, (row) =>
    row.reduce((sum, value, feature) => sum + value * (weights[feature] as number), 0),
  );
}

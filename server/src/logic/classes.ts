import type { Constraint, Formula, Policy } from '../policy/model.ts';
import { DEFAULT_NODE_LIMIT } from './diagram.ts';
import { KeptLogic, type LogicLimits } from './kept-logic.ts';
import { ResponseTypeLogic } from './response-type.ts';
import { StructureTable } from './structure.ts';
import { namesIn, namesInConstraint, Vocabulary } from './vocabulary.ts';

export { ResponseTypeLogic } from './response-type.ts';

export interface LogicOptions extends Partial<LogicLimits> {
  /** The logic of an earlier version of the policy: what did not change since is used again. */
  readonly previous?: PolicyLogic;
}

/** The logic of a policy. Making one is cheap: each response type is compiled when it is asked for. */
export interface PolicyLogic extends LogicLimits {
  readonly policy: Policy;
  readonly vocabulary: Vocabulary;
  /** All that the policy knows, by declaration or by use in a class, in document order. */
  readonly responseTypes: readonly string[];
  /** The constraints whose names all mean something; the others say nothing. */
  readonly constraints: readonly Constraint[];
  /**
   * By its name in the policy (not an alias); undefined where the policy has no such response type. The same
   * object as in the version before where no condition that it depends on says anything else.
   */
  responseType(name: string): ResponseTypeLogic | undefined;
  /** The same with no classes at all: the constraints by themselves. */
  withoutClasses(): ResponseTypeLogic;
}

/** Some tenths of a second. */
const DEFAULT_CONFLICT_LIMIT = 1_000;
/** Texts of structures; beyond these, nothing is compared with the version before. */
const STRUCTURES_KEPT = 100_000;

export function compileLogic(
  policy: Policy,
  { previous, nodeLimit = DEFAULT_NODE_LIMIT, conflictLimit = DEFAULT_CONFLICT_LIMIT }: LogicOptions = {},
): PolicyLogic {
  const before =
    previous instanceof CompiledPolicy &&
    previous.nodeLimit === nodeLimit &&
    previous.conflictLimit === conflictLimit &&
    previous.vocabulary.structures.table.size < STRUCTURES_KEPT
      ? previous
      : undefined;
  return new CompiledPolicy(policy, { nodeLimit, conflictLimit }, before);
}

/** A response type, and all that its answers depend on as one number. */
interface Compiled {
  readonly key: number;
  readonly logic: ResponseTypeLogic;
}

class CompiledPolicy implements PolicyLogic {
  readonly policy: Policy;
  readonly vocabulary: Vocabulary;
  readonly nodeLimit: number;
  readonly conflictLimit: number;
  readonly responseTypes: readonly string[];
  readonly constraints: readonly Constraint[];
  /** Not the version before itself: that would keep all versions alive. */
  readonly #before: ReadonlyMap<string | undefined, Compiled>;
  readonly #compiled = new Map<string | undefined, Compiled>();

  constructor(
    policy: Policy,
    { nodeLimit, conflictLimit }: LogicLimits,
    previous: CompiledPolicy | undefined,
  ) {
    const table = previous?.vocabulary.structures.table ?? new StructureTable();
    this.policy = policy;
    this.vocabulary = new Vocabulary(policy, { table });
    this.nodeLimit = nodeLimit;
    this.conflictLimit = conflictLimit;
    this.responseTypes = [...policy.responseTypes.keys()];
    this.constraints = policy.constraints.filter((each) => this.vocabulary.isCompleteConstraint(each));
    this.#before = new Map(previous && [...previous.#before, ...previous.#compiled]);
  }

  responseType(name: string): ResponseTypeLogic | undefined {
    if (!this.policy.responseTypes.has(name)) return undefined;
    return this.#compile(name, () => formulasOf(this.policy, name));
  }

  withoutClasses(): ResponseTypeLogic {
    return this.#compile(undefined, () => new Map());
  }

  #compile(name: string | undefined, formulasFor: () => ReadonlyMap<string, Formula>): ResponseTypeLogic {
    const known = this.#compiled.get(name);
    if (known) return known.logic;
    const formulas = formulasFor();
    const before = this.#before.get(name);
    const inClasses = this.vocabulary.simpleBehind([...formulas.values()].flatMap(namesIn));
    const inConstraints = this.vocabulary.simpleBehind(this.constraints.flatMap(namesInConstraint));
    const key = this.#keyOf(formulas, new Set([...inClasses, ...inConstraints]));
    if (before?.key === key) {
      this.#compiled.set(name, before);
      return before.logic;
    }
    const kept = before && !before.logic.kept.isCrowded ? before.logic.kept : new KeptLogic(this);
    if (kept.isDiagramCrowded) kept.renewDiagram();
    // What is read together stands together: the diagram is the smaller for it.
    for (const each of [inClasses, inConstraints, this.policy.propositions.keys()]) kept.addVariables(each);
    const { table } = this.vocabulary.structures;
    const vocabulary = new Vocabulary(this.policy, { table, variables: [...kept.variables] });
    const propositions = this.#inDocumentOrder(inClasses);
    const logic = new ResponseTypeLogic(name ?? '', formulas, propositions, vocabulary, kept);
    this.#compiled.set(name, { key, logic });
    return logic;
  }

  #keyOf(formulas: ReadonlyMap<string, Formula>, simple: ReadonlySet<string>): number {
    const { structures } = this.vocabulary;
    return structures.table.number(
      JSON.stringify([
        [...formulas].map(([name, formula]) => [name, structures.ofFormula(formula)]),
        this.constraints.map((each) => structures.ofConstraint(each)),
        this.#inDocumentOrder(simple),
      ]),
    );
  }

  #inDocumentOrder(simple: ReadonlySet<string>): string[] {
    return this.vocabulary.simple.filter((name) => simple.has(name));
  }
}

/** The class formulas of a response type, best class first; classes without a place in the order last. */
function formulasOf(policy: Policy, responseType: string): Map<string, Formula> {
  const formulas = new Map<string, Formula>();
  for (const className of [...policy.classOrder.map((name) => name.text), ...policy.classes.keys()]) {
    const formula = policy.classes.get(className)?.byResponseType.get(responseType)?.formula;
    if (formula) formulas.set(className, formula);
  }
  return formulas;
}

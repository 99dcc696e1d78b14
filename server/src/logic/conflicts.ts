import type { Constraint } from '../policy/model.ts';
import type { PolicyLogic, ResponseTypeLogic } from './classes.ts';
import { contradictionOf } from './contradiction.ts';
import { type Claim, type Core, minimalCore } from './core.ts';
import { addressesOf, type CoreAddress, coreAt } from './core-address.ts';
import { Questions } from './questions.ts';
import type { PartialAssignment } from './walks.ts';

export { type Contradiction, contradictionOf } from './contradiction.ts';

/** Simple proposition -> value, in document order. Propositions left out are free. */
export type Witness = Readonly<Record<string, boolean>>;

export interface Unsatisfiable {
  readonly className: string;
  /** Undefined where finding it passes the limits. */
  readonly core: Core | undefined;
}

export interface Overlap {
  /** The better class, then the worse one. */
  readonly classes: readonly [string, string];
  /** A completion that is in both. */
  readonly witness: Witness;
}

/** What is wrong with the classes of one response type, given the constraints. */
export interface Conflicts {
  readonly unsatisfiable: readonly Unsatisfiable[];
  readonly overlaps: readonly Overlap[];
  /** A completion that no class covers. Only sought where every class is known. */
  readonly gap: Witness | undefined;
  /** Classes about which neither the diagram nor the solver could decide everything, in policy order. */
  readonly notChecked: readonly string[];
}

/** The same without places, for every version of the policy that says the same. */
interface Found extends Omit<Conflicts, 'unsatisfiable'> {
  readonly unsatisfiable: readonly UnsatisfiableAnywhere[];
}

interface UnsatisfiableAnywhere {
  readonly className: string;
  readonly core: readonly CoreAddress[] | undefined;
}

const foundByLogic = new WeakMap<ResponseTypeLogic, Found>();
const conflictsByLogic = new WeakMap<PolicyLogic, Map<ResponseTypeLogic, Conflicts>>();

/**
 * The conflicts of a response type, found once; several checks report on them. Those that an earlier version
 * of the policy had are given with the places of this one.
 */
export function conflictsOf(policyLogic: PolicyLogic, logic: ResponseTypeLogic): Conflicts {
  const ofPolicy = conflictsByLogic.get(policyLogic) ?? new Map<ResponseTypeLogic, Conflicts>();
  conflictsByLogic.set(policyLogic, ofPolicy);
  const known = ofPolicy.get(logic);
  if (known) return known;
  const found = foundByLogic.get(logic) ?? new ConflictSearch(policyLogic, logic).run();
  foundByLogic.set(logic, found);
  const conflicts: Conflicts = {
    ...found,
    unsatisfiable: found.unsatisfiable.map(({ className, core }) => ({
      className,
      core: core && coreAt(core, policyLogic, claimOf(className, policyLogic, logic)),
    })),
  };
  ofPolicy.set(logic, conflicts);
  return conflicts;
}

/** Goes through the classes, best first, each by itself and with the ones before; then what none covers. */
class ConflictSearch {
  readonly #policyLogic: PolicyLogic;
  readonly #logic: ResponseTypeLogic;
  readonly #constraints: readonly Constraint[];
  readonly #questions: Questions;
  readonly #notChecked = new Set<string>();

  constructor(policyLogic: PolicyLogic, logic: ResponseTypeLogic) {
    this.#policyLogic = policyLogic;
    this.#logic = logic;
    // Constraints that contradict are an error of their own; the classes are then checked without them.
    this.#constraints = typeof contradictionOf(policyLogic) === 'object' ? [] : policyLogic.constraints;
    this.#questions = new Questions(logic, this.#constraints);
  }

  run(): Found {
    const classes = [...this.#logic.formulas.keys()];
    const unsatisfiable: UnsatisfiableAnywhere[] = [];
    const overlaps: Overlap[] = [];
    for (const [index, className] of classes.entries()) {
      const possible = this.#questions.isPossible({ all: [className], none: [] });
      if (possible === 'undecided') this.#notChecked.add(className);
      if (possible === 'impossible') unsatisfiable.push({ className, core: this.#coreOf(className) });
      else for (const better of classes.slice(0, index)) overlaps.push(...this.#overlap(better, className));
    }
    const gap = this.#gap(classes);
    this.#logic.kept.markAsked();
    const notChecked = classes.filter((className) => this.#notChecked.has(className));
    return { unsatisfiable, overlaps, gap, notChecked };
  }

  #overlap(better: string, worse: string): Overlap[] {
    const witness = this.#questions.witness({ all: [better, worse], none: [] });
    if (witness === 'impossible') return [];
    if (witness !== 'undecided') return [{ classes: [better, worse], witness: this.#named(witness) }];
    this.#notChecked.add(better).add(worse);
    return [];
  }

  #gap(classes: readonly string[]): Witness | undefined {
    if (this.#logic.incomplete.length > 0 || classes.length === 0) return undefined;
    const witness = this.#questions.witness({ all: [], none: classes });
    if (witness === 'undecided') for (const className of classes) this.#notChecked.add(className);
    return typeof witness === 'object' ? this.#named(witness) : undefined;
  }

  #coreOf(className: string): readonly CoreAddress[] | undefined {
    const { vocabulary, nodeLimit } = this.#policyLogic;
    const claim = claimOf(className, this.#policyLogic, this.#logic);
    const { cores } = this.#logic.kept;
    const key = this.#questions.keyOf({ all: [className], none: [] });
    const known = cores.get(key);
    if (known) return known;
    const core = minimalCore(vocabulary, [claim], this.#constraints, nodeLimit);
    const addresses = core && addressesOf(core, this.#policyLogic, claim);
    if (addresses) cores.set(key, addresses);
    return addresses;
  }

  #named(witness: PartialAssignment): Witness {
    const { vocabulary } = this.#policyLogic;
    const { simple } = this.#logic.vocabulary;
    const rank = (name: string) => vocabulary.variableOf(name) ?? 0;
    const values = [...witness].map(([variable, value]) => [simple[variable] as string, value] as const);
    return Object.fromEntries(values.sort(([a], [b]) => rank(a) - rank(b)));
  }
}

/** A class as it is written in this version. */
function claimOf(className: string, { policy }: PolicyLogic, { responseType }: ResponseTypeLogic): Claim {
  const written = policy.classes.get(className)?.byResponseType.get(responseType);
  if (!written) throw new Error(`"${className}" has no conditions in ${responseType}`);
  return { owner: className, formula: written.formula };
}

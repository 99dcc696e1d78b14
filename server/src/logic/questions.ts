import type { Constraint, Formula } from '../policy/model.ts';
import { FALSE, type Node } from './diagram.ts';
import { Compiler } from './formula.ts';
import type { Answer, KeptLogic } from './kept-logic.ts';
import type { ResponseTypeLogic } from './response-type.ts';
import type { Gates } from './sat/gates.ts';
import { type Literal, negated } from './sat/literal.ts';
import { shrunkModel } from './sat/shrink.ts';
import { namesIn, namesInConstraint, type Vocabulary } from './vocabulary.ts';
import { type PartialAssignment, shortestWitness } from './walks.ts';

/** Which completions are asked for: those in all of some classes and in none of others. */
export interface Question {
  readonly all: readonly string[];
  readonly none: readonly string[];
}

/** Beyond these the solver is nearly always faster than the diagram. */
const STEPS_PER_QUESTION = 50_000;
/** All the questions of one version together may take as many conflicts as these to their limit. */
const QUESTIONS_IN_FULL = 16;
const NO_VALUES: PartialAssignment = new Map();

/**
 * Which completions are possible that keep the constraints. The diagram answers what it can in few steps,
 * because its witnesses are the shortest and the same every time; the solver the rest. What was answered for
 * an earlier version is not asked again.
 */
export class Questions {
  readonly #logic: ResponseTypeLogic;
  readonly #kept: KeptLogic;
  readonly #vocabulary: Vocabulary;
  readonly #formulas: ReadonlyMap<string, Formula>;
  readonly #constraints: readonly Constraint[];
  readonly #gates: Compiler<Gates>;
  readonly #constraintsKey: string;
  #background: { readonly node: Node | undefined } | undefined;
  #conflictsLeft: number;

  constructor(logic: ResponseTypeLogic, constraints: readonly Constraint[]) {
    const { kept, vocabulary, formulas } = logic;
    this.#logic = logic;
    this.#kept = kept;
    this.#vocabulary = vocabulary;
    this.#formulas = formulas;
    this.#constraints = constraints;
    this.#gates = new Compiler(vocabulary, kept.gates, kept.gatesByStructure);
    this.#constraintsKey = constraints.map((each) => vocabulary.structures.ofConstraint(each)).join();
    this.#conflictsLeft = QUESTIONS_IN_FULL * kept.limits.conflictLimit;
  }

  isPossible(question: Question): 'possible' | 'impossible' | 'undecided' {
    const answer = this.#ask(question, false);
    return typeof answer === 'object' ? 'possible' : answer;
  }

  witness(question: Question): Answer {
    return this.#ask(question, true);
  }

  /** Equal for questions that have the same answer, in this version or another. */
  keyOf({ all, none }: Question): string {
    const { structures } = this.#vocabulary;
    const keys = [all, none].map((classes) =>
      classes.map((name) => structures.ofFormula(this.#formula(name))).join(),
    );
    return [...keys, this.#constraintsKey].join('|');
  }

  #ask(question: Question, shows: boolean): Answer {
    const key = `${shows ? 'witness' : 'possible'} ${this.keyOf(question)}`;
    const known = this.#kept.answers.get(key);
    if (known) return known;
    const answer = this.#askDiagram(question, shows) ?? this.#askSolver(question, shows);
    // What there was no time for is asked again.
    if (answer !== 'undecided' || this.#conflictsLeft > 0) this.#kept.answers.set(key, answer);
    return answer;
  }

  #askDiagram({ all, none }: Question, shows: boolean): Answer | undefined {
    // Asked before the diagram is built for this version: it may not be needed at all.
    if (this.#kept.isLarge) return undefined;
    const { compiler, nodes } = this.#logic.exact;
    const { diagram } = compiler;
    if (![...all, ...none].every((name) => nodes.has(name))) return undefined;
    const background = this.#backgroundNode();
    if (background === undefined) return undefined;
    const nodesOf = (classes: readonly string[]) => classes.map((name) => nodes.get(name) as Node);
    const node = this.#attempt(`${all.join()} without ${none.join()}`, () =>
      diagram.all([background, ...nodesOf(all), diagram.not(diagram.any(nodesOf(none)))]),
    );
    if (node === undefined) return undefined;
    if (node === FALSE) return 'impossible';
    return (shows ? shortestWitness(diagram, node) : undefined) ?? NO_VALUES;
  }

  #backgroundNode(): Node | undefined {
    const { compiler } = this.#logic.exact;
    this.#background ??= {
      node: this.#attempt('constraints', () =>
        compiler.diagram.all(this.#constraints.map((each) => compiler.constraint(each))),
      ),
    };
    return this.#background.node;
  }

  /** What has once failed under a label is left to the solver. */
  #attempt(label: string, compute: () => Node): Node | undefined {
    const { hardForDiagram } = this.#kept;
    if (hardForDiagram.has(label)) return undefined;
    const node = this.#logic.exact.compiler.attempt(compute, STEPS_PER_QUESTION);
    if (node === undefined) hardForDiagram.add(label);
    return node;
  }

  #askSolver({ all, none }: Question, shows: boolean): Answer {
    const { solver } = this.#kept.gates;
    const claims = [
      ...this.#constraints.map((each) => this.#gates.constraint(each)),
      ...all.map((name) => this.#gates.formula(this.#formula(name))),
      ...none.map((name) => negated(this.#gates.formula(this.#formula(name)))),
    ];
    const before = solver.conflictCount;
    const conflictLimit = Math.min(this.#kept.limits.conflictLimit, this.#conflictsLeft);
    const answer = solver.solve(claims, { conflictLimit });
    this.#conflictsLeft = Math.max(0, this.#conflictsLeft - (solver.conflictCount - before));
    if (answer.verdict === 'undecided') return 'undecided';
    if (answer.verdict === 'unsatisfiable') return 'impossible';
    return shows ? this.#shrunk(claims, answer.model, [...all, ...none]) : NO_VALUES;
  }

  #shrunk(
    claims: readonly Literal[],
    model: readonly boolean[],
    classes: readonly string[],
  ): PartialAssignment {
    const names = this.#vocabulary.simpleBehind([
      ...classes.flatMap((name) => namesIn(this.#formula(name))),
      ...this.#constraints.flatMap(namesInConstraint),
    ]);
    const variables = [...names].map((name) => this.#vocabulary.variableOf(name) as number);
    return shrunkModel(this.#kept.gates, claims, variables, model);
  }

  #formula(className: string): Formula {
    const formula = this.#formulas.get(className);
    if (!formula) throw new Error(`"${className}" has no complete formula here`);
    return formula;
  }
}

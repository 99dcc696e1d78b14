import type { CoreAddress } from './core-address.ts';
import { Diagram, type Node } from './diagram.ts';
import { Gates } from './sat/gates.ts';
import type { Literal } from './sat/literal.ts';
import type { PartialAssignment } from './walks.ts';

export interface LogicLimits {
  /** Of each response type's diagram. */
  readonly nodeLimit: number;
  /** Of each question to the solver. */
  readonly conflictLimit: number;
}

/** Values that make a completion such as was asked for, whatever the others are. */
export type Answer = PartialAssignment | 'impossible' | 'undecided';

/** More scraps than this share of the node limit, and they may be why something does not fit. */
const SCRAPS = 1 / 10;
const CROWDED = 1 / 2;
/** What has grown to this multiple is built anew. */
const GROWTH = 4;
const CLAUSES_OF_EDITS = 20_000;
const STEPS_AFTER_FAILURE = 20_000;
const LARGE = 20_000;
const ANSWERS_KEPT = 2_000;

/**
 * What is built for a response type and outlives an edit: its diagram and its solver, to which the versions of
 * a policy only ever add, and what has been asked. All of it is found again by structure.
 */
export class KeptLogic {
  readonly limits: LogicLimits;
  readonly gates = new Gates();
  readonly gatesByStructure = new Map<number, Literal>();
  /** By structure of what was asked. */
  readonly answers = new Map<string, Answer>();
  /** Why a class can never hold, by structure of the class and the constraints. */
  readonly cores = new Map<string, readonly CoreAddress[]>();
  /** What the diagram has failed at, by the names that were asked about: the solver is asked at once. */
  readonly hardForDiagram = new Set<string>();
  /** Names of classes that did not fit. */
  readonly overLimit = new Set<string>();
  /** What did not fit, by structure, and how much room there was. */
  readonly #roomForFailed = new Map<number, number>();
  readonly #variables: string[] = [];
  readonly #known = new Set<string>();
  #diagram: Diagram;
  #nodesByStructure = new Map<number, Node>();
  #firstSize: { readonly nodes: number; readonly steps: number } | undefined;
  #firstClauses: number | undefined;

  constructor(limits: LogicLimits) {
    this.limits = limits;
    this.#diagram = new Diagram(limits.nodeLimit);
  }

  /** Variable -> simple proposition. Only ever gets longer. */
  get variables(): readonly string[] {
    return this.#variables;
  }

  get diagram(): Diagram {
    return this.#diagram;
  }

  get nodesByStructure(): Map<number, Node> {
    return this.#nodesByStructure;
  }

  /** Gives each simple proposition a variable; the new ones stand below the others, in the order given. */
  addVariables(simple: Iterable<string>): void {
    for (const name of simple) {
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      this.#variables.push(name);
    }
  }

  /** The first version is built: what comes on top is of edits. */
  markBuilt(): void {
    this.#firstSize ??= { nodes: this.#diagram.size, steps: this.#diagram.steps };
  }

  /** The diagram is so large that the solver answers sooner. */
  get isLarge(): boolean {
    return this.overLimit.size > 0 || this.#first.nodes > LARGE;
  }

  /** The first version is in the solver. */
  markAsked(): void {
    this.#firstClauses ??= this.gates.solver.clauseCount;
  }

  /** Edits have left so much behind that to begin anew is better. */
  get isCrowded(): boolean {
    const clauses = this.#firstClauses ?? Number.POSITIVE_INFINITY;
    return (
      this.answers.size > ANSWERS_KEPT || this.gates.solver.clauseCount > GROWTH * clauses + CLAUSES_OF_EDITS
    );
  }

  /** The same of the diagram alone, to which the questions of checks add too. */
  get isDiagramCrowded(): boolean {
    return this.#diagram.size > Math.max(GROWTH * this.#first.nodes, CROWDED * this.limits.nodeLimit);
  }

  /** What edits have left in the diagram may be why something else does not fit. */
  get hasScraps(): boolean {
    const { nodes, steps } = this.#first;
    const { nodeLimit } = this.limits;
    return this.#diagram.size - nodes > SCRAPS * nodeLimit || this.#diagram.steps - steps > nodeLimit;
  }

  renewDiagram(): void {
    this.#diagram = new Diagram(this.limits.nodeLimit);
    this.#nodesByStructure = new Map();
    this.#firstSize = undefined;
    this.#roomForFailed.clear();
  }

  /**
   * In how many steps a class may be built. None where it did not fit as it is and there is hardly more room
   * now; few where it did not fit before it was edited, since one edit seldom makes the difference.
   */
  stepsFor(className: string, structure: number): number {
    const room = this.#roomForFailed.get(structure);
    if (room !== undefined && this.#room < room + SCRAPS * this.limits.nodeLimit) return 0;
    return this.overLimit.has(className) ? STEPS_AFTER_FAILURE : Number.POSITIVE_INFINITY;
  }

  addOverLimit(className: string, structure: number): void {
    this.#roomForFailed.set(structure, this.#room);
    this.overLimit.add(className);
  }

  get #room(): number {
    return this.limits.nodeLimit - this.#diagram.size;
  }

  get #first(): { readonly nodes: number; readonly steps: number } {
    return this.#firstSize ?? { nodes: this.#diagram.size, steps: this.#diagram.steps };
  }
}

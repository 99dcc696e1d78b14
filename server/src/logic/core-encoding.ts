import type { Conjunction, Constraint, Formula, Literal } from '../policy/model.ts';
import type { BooleanAlgebra } from './algebra.ts';
import type { Claim, CoreItem } from './core-item.ts';
import { conjunctionIn, constraintIn } from './formula.ts';
import { namesIn, namesInConstraint, type Vocabulary } from './vocabulary.ts';

/** One condition as it is written, and what it says as a function. */
export interface Part {
  readonly item: CoreItem;
  readonly says: number;
}

/**
 * Claims, definitions and constraints as functions over names, in either algebra: each derived proposition
 * is a variable of its own, and each line of its definition a part that may be left out.
 */
export class CoreEncoding {
  readonly parts: Part[] = [];
  /** What is not a condition of its own: of alternatives, one holds. */
  readonly fixed: number[] = [];
  readonly #algebra: BooleanAlgebra;
  readonly #vocabulary: Vocabulary;
  readonly #names = new Map<string, number>();
  #variableCount = 0;

  constructor(
    algebra: BooleanAlgebra,
    vocabulary: Vocabulary,
    claims: readonly Claim[],
    constraints: readonly Constraint[],
  ) {
    this.#algebra = algebra;
    this.#vocabulary = vocabulary;
    const always = algebra.all([]);
    for (const { owner, formula } of claims) this.#addRequirements(owner, formula, always);
    this.#addDefinitions([
      ...claims.flatMap(({ formula }) => namesIn(formula)),
      ...constraints.flatMap(namesInConstraint),
    ]);
    for (const constraint of constraints) {
      const says = constraintIn(algebra, constraint, this.#name);
      this.parts.push({ item: { kind: 'constraint', constraint }, says });
    }
  }

  /** Breadth first: the definitions nearest to the claims come first and are left out last. */
  #addDefinitions(names: Iterable<string>): void {
    const seen = new Set(names);
    for (const name of seen) {
      const meaning = this.#vocabulary.meaningOf(name);
      if (meaning?.kind !== 'derived') continue;
      this.#addRequirements(name, meaning.formula, this.#name(name));
      for (const conjunction of meaning.formula.anyOf) this.#addSufficient(name, conjunction);
      for (const inner of namesIn(meaning.formula)) seen.add(inner);
    }
  }

  /** Where `condition` holds, one of the alternatives is chosen, and its literals hold. */
  #addRequirements(owner: string, { anyOf }: Formula, condition: number): void {
    const algebra = this.#algebra;
    // A single conjunction needs no choice.
    const choices = anyOf.length === 1 ? [algebra.all([])] : anyOf.map(() => this.#variable());
    this.fixed.push(algebra.implies(condition, algebra.any(choices)));
    anyOf.forEach(({ literals }, index) => {
      const chosen = algebra.all([condition, choices[index] as number]);
      for (const literal of literals) {
        const says = algebra.implies(chosen, this.#literal(literal));
        this.parts.push({ item: { kind: 'requires', owner, literal }, says });
      }
    });
  }

  #addSufficient(owner: string, conjunction: Conjunction): void {
    const says = this.#algebra.implies(
      conjunctionIn(this.#algebra, conjunction, this.#name),
      this.#name(owner),
    );
    this.parts.push({ item: { kind: 'suffices', owner, conjunction }, says });
  }

  #literal({ name, value }: Literal): number {
    return value ? this.#name(name.text) : this.#algebra.not(this.#name(name.text));
  }

  readonly #name = (name: string): number => {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const variable = this.#variable();
    this.#names.set(name, variable);
    return variable;
  };

  #variable(): number {
    return this.#algebra.variable(this.#variableCount++);
  }
}

import type { Constraint, Formula } from '../policy/model.ts';

/** What a name in a condition stands for. */
export type Meaning =
  | { readonly kind: 'simple'; readonly variable: number }
  | { readonly kind: 'derived'; readonly formula: Formula };

/** Numbers for texts: equal texts, equal numbers. Shared by the versions of a policy, so that they can be compared. */
export class StructureTable {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}

/**
 * What names, formulas and constraints say, as numbers: names, values and their order, definitions included,
 * but no places. Two versions of a policy with equal numbers have the same logic.
 */
export class Structures {
  readonly table: StructureTable;
  readonly #meaningOf: (name: string) => Meaning | undefined;
  readonly #names = new Map<string, number>();
  readonly #formulas = new WeakMap<Formula, number>();

  constructor(meaningOf: (name: string) => Meaning | undefined, table: StructureTable) {
    this.#meaningOf = meaningOf;
    this.table = table;
  }

  ofName(name: string): number {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const meaning = this.#meaningOf(name);
    const text =
      meaning?.kind === 'derived'
        ? `derived ${this.ofFormula(meaning.formula)} ${name}`
        : `${meaning ? 'simple' : 'unknown'} ${name}`;
    const number = this.table.number(text);
    this.#names.set(name, number);
    return number;
  }

  ofFormula(formula: Formula): number {
    const known = this.#formulas.get(formula);
    if (known !== undefined) return known;
    const number = this.table.number(
      `any ${formula.anyOf.map((each) => `|${this.#conjunction(each)}`).join('')}`,
    );
    this.#formulas.set(formula, number);
    return number;
  }

  ofConstraint(constraint: Constraint): number {
    const said =
      constraint.kind === 'implies'
        ? `${this.#conjunction(constraint.if)}>${this.#conjunction(constraint.then)}`
        : constraint.names.map((name) => this.ofName(name.text)).join();
    return this.table.number(`${constraint.kind} ${said}`);
  }

  #conjunction({ literals }: Formula['anyOf'][number]): string {
    return literals.map(({ name, value }) => `${value ? '+' : '-'}${this.ofName(name.text)}`).join('');
  }
}

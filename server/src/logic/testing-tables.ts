/** For tests: what policies mean, by enumeration of all completions at once, one bit each. */
import type { ConditionData, ConstraintData, FormulaData, SmallPolicy } from './testing.ts';

/** A set of assignments: bit b of it stands for the one in which the name i is true where bit i of b is set. */
export type Table = Uint32Array;

/** What holds in which of all assignments of some names. */
export class TruthTables {
  readonly #count: number;
  readonly #byName: ReadonlyMap<string, Table>;
  readonly all: Table;
  readonly none: Table;

  constructor(names: readonly string[]) {
    this.#count = 2 ** names.length;
    this.none = new Uint32Array(Math.ceil(this.#count / 32));
    this.all = this.#where(() => true);
    this.#byName = new Map(
      names.map((name, index) => [name, this.#where((bits) => (bits >> index) % 2 === 1)]),
    );
  }

  of(name: string): Table {
    const table = this.#byName.get(name);
    if (!table) throw new Error(`"${name}" is not one of the names`);
    return table;
  }

  literal(name: string, value: boolean): Table {
    return value ? this.of(name) : this.not(this.of(name));
  }

  not(table: Table): Table {
    return table.map((word, index) => ~word & (this.all[index] as number));
  }

  and(tables: readonly Table[]): Table {
    return tables.reduce((a, b) => a.map((word, index) => word & (b[index] as number)), this.all);
  }

  or(tables: readonly Table[]): Table {
    return tables.reduce((a, b) => a.map((word, index) => word | (b[index] as number)), this.none);
  }

  /** Where at most one of the tables holds. */
  atMostOne(tables: readonly Table[]): Table {
    const pairs = tables.flatMap((a, index) => tables.slice(0, index).map((b) => this.and([a, b])));
    return this.not(this.or(pairs));
  }

  #where(holds: (bits: number) => boolean): Table {
    const table = new Uint32Array(this.none.length);
    for (let bits = 0; bits < this.#count; bits++) {
      if (holds(bits)) table[bits >> 5] = (table[bits >> 5] as number) | (1 << (bits & 31));
    }
    return table;
  }
}

export function isEmpty(table: Table): boolean {
  return table.every((word) => word === 0);
}

/** A policy's names, formulas and constraints as tables over its simple propositions. */
export class PolicyTables {
  readonly tables: TruthTables;
  readonly #policy: SmallPolicy;
  readonly #derived = new Map<string, Table>();

  constructor(policy: SmallPolicy, tables: TruthTables = new TruthTables(policy.simple)) {
    this.#policy = policy;
    this.tables = tables;
  }

  formula(formula: FormulaData): Table {
    const alternatives = Array.isArray(formula) ? formula : [formula];
    return this.tables.or(alternatives.map((each) => this.condition(each)));
  }

  condition(condition: ConditionData): Table {
    return this.tables.and(
      Object.entries(condition).map(([name, value]) =>
        value ? this.#name(name) : this.tables.not(this.#name(name)),
      ),
    );
  }

  constraint(constraint: ConstraintData): Table {
    const { tables } = this;
    const namesOf = (names: readonly string[]) => [...new Set(names)].map((name) => this.#name(name));
    if (constraint.at_most_one) return tables.atMostOne(namesOf(constraint.at_most_one));
    if (constraint.at_least_one) return tables.or(namesOf(constraint.at_least_one));
    if (constraint.exactly_one) {
      const members = namesOf(constraint.exactly_one);
      return tables.and([tables.atMostOne(members), tables.or(members)]);
    }
    const { if: condition = {}, then: consequence = {} } = constraint;
    return tables.or([tables.not(this.condition(condition)), this.condition(consequence)]);
  }

  /** The completions that keep all constraints. */
  get kept(): Table {
    return this.tables.and(this.#policy.constraints.map((each) => this.constraint(each)));
  }

  #name(name: string): Table {
    const definition = this.#policy.derived[name];
    if (definition === undefined) return this.tables.of(name);
    const known = this.#derived.get(name) ?? this.formula(definition);
    this.#derived.set(name, known);
    return known;
  }
}

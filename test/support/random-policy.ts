import fc from 'fast-check';

export type Condition = Record<string, boolean>;

/** A policy small enough to enumerate, as plain data. */
export interface RandomPolicy {
  readonly propositions: readonly string[];
  readonly derived: Record<string, Condition | Condition[]>;
  readonly classes: Record<string, Condition | Condition[]>;
  readonly constraints: readonly object[];
}

const SIMPLE = ['a', 'b', 'c', 'd', 'e', 'f'];
const DERIVED = ['x', 'y', 'z'];

function condition(names: readonly string[], minKeys = 0): fc.Arbitrary<Condition> {
  return fc.dictionary(fc.constantFrom(...names), fc.boolean(), { minKeys, maxKeys: 4 });
}

function formula(names: readonly string[]): fc.Arbitrary<Condition | Condition[]> {
  return fc.oneof(
    { weight: 3, arbitrary: condition(names) },
    fc.array(condition(names, 1), { minLength: 1, maxLength: 3 }),
  );
}

/** Nested derived propositions (each over simple and earlier ones), disjunctions and constraints. */
export const randomPolicy: fc.Arbitrary<RandomPolicy> = fc.record({
  propositions: fc.constant(SIMPLE),
  derived: fc
    .tuple(...DERIVED.map((_, index) => formula([...SIMPLE, ...DERIVED.slice(0, index)])))
    .map((formulas) =>
      Object.fromEntries(DERIVED.map((name, index) => [name, formulas[index] as Condition])),
    ),
  classes: fc
    .array(formula([...SIMPLE, ...DERIVED]), { minLength: 1, maxLength: 4 })
    .map((formulas) => Object.fromEntries(formulas.map((each, index) => [`class${index}`, each]))),
  constraints: fc.array(
    fc.oneof(
      fc.record({ if: condition(SIMPLE, 1), then: condition([...SIMPLE, 'x'], 1) }),
      fc.record({ at_most_one: fc.uniqueArray(fc.constantFrom(...SIMPLE), { minLength: 2, maxLength: 4 }) }),
      fc.record({ at_least_one: fc.uniqueArray(fc.constantFrom(...SIMPLE), { minLength: 2, maxLength: 4 }) }),
      fc.record({ exactly_one: fc.uniqueArray(fc.constantFrom(...SIMPLE), { minLength: 2, maxLength: 4 }) }),
    ),
    { maxLength: 2 },
  ),
});

export function toYaml({ propositions, derived, classes, constraints }: RandomPolicy): string {
  // JSON is YAML.
  return JSON.stringify({
    completion_class_order: Object.keys(classes),
    completion_classes: Object.fromEntries(
      Object.entries(classes).map(([name, each]) => [name, { comply: each }]),
    ),
    derived_propositions: derived,
    simple_propositions: Object.fromEntries(propositions.map((name) => [name, { prompt: `${name}?` }])),
    constraints,
  });
}

/** Truth by the definition, one assignment at a time: the oracle. */
export function oracle({ propositions, derived, classes, constraints }: RandomPolicy) {
  const holds = (formula: Condition | Condition[], values: Condition): boolean =>
    [formula].flat().some((each) =>
      Object.entries(each).every(([name, value]) => {
        const definition = derived[name];
        return (definition ? holds(definition, values) : values[name]) === value;
      }),
    );
  const satisfies = (constraint: object, values: Condition): boolean => {
    const { if: premise, then: conclusion } = constraint as { if?: Condition; then?: Condition };
    if (premise && conclusion) return !holds(premise, values) || holds(conclusion, values);
    const [[kind, names] = ['', []]] = Object.entries(constraint) as [string, string[]][];
    const count = names.filter((name) => values[name]).length;
    return kind === 'at_most_one' ? count <= 1 : kind === 'at_least_one' ? count >= 1 : count === 1;
  };
  const assignments = Array.from({ length: 2 ** propositions.length }, (_, bits) =>
    Object.fromEntries(propositions.map((name, index) => [name, ((bits >> index) & 1) === 1])),
  );
  return {
    assignments,
    allowed: assignments.filter((values) => constraints.every((constraint) => satisfies(constraint, values))),
    classesOf: (values: Condition) =>
      Object.keys(classes).filter((name) => holds(classes[name] as Condition, values)),
    holds,
  };
}

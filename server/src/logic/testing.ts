/** For tests: policies from plain data through the real reader, random policies, and their meaning by enumeration. */
import fc from 'fast-check';
import { composePolicy } from '../policy/compose.ts';
import type { Policy } from '../policy/model.ts';
import { parsePolicy } from '../policy/parse.ts';
import type { PolicyData } from '../policy/schema.ts';
import { SourceText } from '../policy/source.ts';

export type ConditionData = Record<string, boolean>;
export type FormulaData = ConditionData | ConditionData[];
export type ConstraintData = NonNullable<PolicyData['constraints']>[number];
export type Assignment = Record<string, boolean>;

/** JSON is YAML, so the data go the way that a file goes. */
export function policyOf(data: PolicyData): Policy {
  return composePolicy([parsePolicy(new SourceText('file:///test.rbr.yaml', JSON.stringify(data, null, 1)))]);
}

/** Simple propositions by name, with nothing but the name. */
export function propositionsOf(names: readonly string[]): NonNullable<PolicyData['simple_propositions']> {
  return Object.fromEntries(names.map((name) => [name, { prompt: `${name}?` }]));
}

/** A policy with one response type `r`. */
export interface SmallPolicy {
  readonly simple: readonly string[];
  readonly derived: Record<string, FormulaData>;
  readonly classes: Record<string, FormulaData>;
  readonly constraints: ConstraintData[];
}

export function dataOf({ simple, derived, classes, constraints }: SmallPolicy): PolicyData {
  return {
    completion_class_order: Object.keys(classes),
    completion_classes: Object.fromEntries(
      Object.entries(classes).map(([name, formula]) => [name, { r: formula }]),
    ),
    derived_propositions: derived,
    simple_propositions: propositionsOf(simple),
    constraints,
  };
}

/** The truth of a name straight from its definition. */
export function nameHolds(policy: SmallPolicy, name: string, assignment: Assignment): boolean {
  const definition = policy.derived[name];
  return definition === undefined ? assignment[name] === true : formulaHolds(policy, definition, assignment);
}

export function formulaHolds(policy: SmallPolicy, formula: FormulaData, assignment: Assignment): boolean {
  const alternatives = Array.isArray(formula) ? formula : [formula];
  return alternatives.some((condition) => conditionHolds(policy, condition, assignment));
}

export function conditionHolds(
  policy: SmallPolicy,
  condition: ConditionData,
  assignment: Assignment,
): boolean {
  return Object.entries(condition).every(([name, value]) => nameHolds(policy, name, assignment) === value);
}

export function constraintHolds(
  policy: SmallPolicy,
  constraint: ConstraintData,
  assignment: Assignment,
): boolean {
  const count = (names: readonly string[]) =>
    [...new Set(names)].filter((name) => nameHolds(policy, name, assignment)).length;
  if (constraint.at_most_one) return count(constraint.at_most_one) <= 1;
  if (constraint.at_least_one) return count(constraint.at_least_one) >= 1;
  if (constraint.exactly_one) return count(constraint.exactly_one) === 1;
  const { if: condition = {}, then: consequence = {} } = constraint;
  return !conditionHolds(policy, condition, assignment) || conditionHolds(policy, consequence, assignment);
}

/** All assignments of the names, one object each. */
export function* assignmentsOf(names: readonly string[]): Generator<Assignment> {
  for (let bits = 0; bits < 2 ** names.length; bits++) {
    yield Object.fromEntries(names.map((name, index) => [name, (bits >> index) % 2 === 1]));
  }
}

const DERIVED_NAMES = ['d0', 'd1', 'd2', 'd3'];

/**
 * Policies of up to `maxSimple` simple and 4 derived propositions (each over simple and earlier derived
 * ones), up to 4 classes and 3 constraints, with alternatives, empty conditions and empty lists among
 * them: small enough to enumerate, dense enough that most have conflicts.
 */
export function arbitraryPolicy(maxSimple = 8): fc.Arbitrary<SmallPolicy> {
  return fc
    .record({
      simpleCount: fc.integer({ min: 1, max: maxSimple }),
      derivedCount: fc.integer({ min: 0, max: 4 }),
    })
    .chain(({ simpleCount, derivedCount }) => {
      const simple = Array.from({ length: simpleCount }, (_, index) => `s${index}`);
      const derived = DERIVED_NAMES.slice(0, derivedCount);
      const all = [...simple, ...derived];
      return fc.record({
        simple: fc.constant(simple),
        derived: fc
          .tuple(...derived.map((_, index) => arbitraryFormula([...simple, ...derived.slice(0, index)])))
          .map((formulas) =>
            Object.fromEntries(derived.map((name, index) => [name, formulas[index] as FormulaData])),
          ),
        classes: fc
          .array(arbitraryFormula(all), { minLength: 1, maxLength: 4 })
          .map((formulas) => Object.fromEntries(formulas.map((formula, index) => [`c${index}`, formula]))),
        constraints: fc.array(arbitraryConstraint(all), { maxLength: 3 }),
      });
    });
}

function arbitraryCondition(names: readonly string[]): fc.Arbitrary<ConditionData> {
  return fc.dictionary(fc.constantFrom(...names), fc.boolean(), { maxKeys: 4, noNullPrototype: true });
}

function arbitraryFormula(names: readonly string[]): fc.Arbitrary<FormulaData> {
  return fc.oneof(
    { weight: 3, arbitrary: arbitraryCondition(names) },
    { weight: 1, arbitrary: fc.array(arbitraryCondition(names), { maxLength: 3 }) },
  );
}

function arbitraryConstraint(names: readonly string[]): fc.Arbitrary<ConstraintData> {
  const some = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 });
  return fc.oneof(
    fc.record({ if: arbitraryCondition(names), then: arbitraryCondition(names) }),
    some.map((at_most_one) => ({ at_most_one })),
    some.map((at_least_one) => ({ at_least_one })),
    some.map((exactly_one) => ({ exactly_one })),
  );
}

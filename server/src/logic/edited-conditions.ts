import type { Conjunction, Formula, Policy } from '../policy/model.ts';
import { namesIn, type Vocabulary } from './vocabulary.ts';

/** One version of what is compared. */
export interface Version {
  readonly policy: Policy;
  readonly vocabulary: Vocabulary;
  /** The classes of a response type. */
  readonly formulas: ReadonlyMap<string, Formula>;
}

/**
 * The simple propositions that an edit is about: those of the literals that were added to the conditions of the classes, or taken
 * out, also in the derived propositions that the classes read. Conditions are compared as they are written: each with the one of
 * the other version that has most in common with it.
 */
export function editedConditions(before: Version, after: Version): ReadonlySet<string> {
  const [written, rewritten] = [conditionsOf(before), conditionsOf(after)];
  const names = [...new Set([...written.keys(), ...rewritten.keys()])].flatMap((name) =>
    editedIn(written.get(name) ?? [], rewritten.get(name) ?? []),
  );
  return new Set([...before.vocabulary.simpleBehind(names), ...after.vocabulary.simpleBehind(names)]);
}

/** A conjunction as a set of its literals. */
type Literals = ReadonlyMap<string, string>;

/** Each class, and each derived proposition that some class reads, with its conjunctions. */
function conditionsOf({ policy, formulas }: Version): ReadonlyMap<string, readonly Literals[]> {
  const conditions = new Map<string, readonly Literals[]>();
  const visit = (name: string): void => {
    const formula = policy.derived.get(name)?.formula;
    const key = `derived ${name}`;
    if (!formula || conditions.has(key)) return;
    conditions.set(key, formula.anyOf.map(literalsOf));
    namesIn(formula).forEach(visit);
  };
  for (const [name, formula] of formulas) {
    conditions.set(`class ${name}`, formula.anyOf.map(literalsOf));
    namesIn(formula).forEach(visit);
  }
  return conditions;
}

function literalsOf({ literals }: Conjunction): Literals {
  return new Map(literals.map(({ name, value }) => [`${value} ${name.text}`, name.text]));
}

/** The names of the literals that only one of two versions of a formula has. */
function editedIn(before: readonly Literals[], after: readonly Literals[]): string[] {
  const [gone, come] = [without(before, after), without(after, before)];
  const names: string[] = [];
  for (const each of gone) {
    const [nearest] = [...come].sort((a, b) => inCommon(each, b) - inCommon(each, a));
    if (nearest && inCommon(each, nearest) > 0) {
      come.splice(come.indexOf(nearest), 1);
      names.push(...onlyIn(each, nearest), ...onlyIn(nearest, each));
    } else names.push(...each.values());
  }
  return [...names, ...come.flatMap((each) => [...each.values()])];
}

function without(all: readonly Literals[], others: readonly Literals[]): Literals[] {
  return all.filter((each) => !others.some((other) => isSame(each, other)));
}

function isSame(a: Literals, b: Literals): boolean {
  return a.size === b.size && inCommon(a, b) === a.size;
}

function inCommon(a: Literals, b: Literals): number {
  return [...a.keys()].filter((key) => b.has(key)).length;
}

function onlyIn(a: Literals, b: Literals): string[] {
  return [...a].flatMap(([key, name]) => (b.has(key) ? [] : [name]));
}

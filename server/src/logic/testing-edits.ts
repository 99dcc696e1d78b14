/** For tests: a policy of two response types, and random edits of it. */
import type { Policy } from '../policy/model.ts';
import type { PolicyData } from '../policy/schema.ts';
import { type ConditionData, dataOf, type FormulaData, policyOf, type SmallPolicy } from './testing.ts';

/** Two response types over the same propositions; only the texts of prompts are not in them. */
export interface Draft {
  readonly policies: { readonly r: SmallPolicy; readonly q: SmallPolicy };
  readonly prompt: string;
}

/** A kind of edit, and where. */
export type Edit = readonly [kind: number, where: number, what: number];

export const KINDS_OF_EDITS = 10;

export function draftOf(policy: SmallPolicy): Draft {
  const names = Object.keys(policy.classes);
  const rotated = names.map((name, index) => [
    name,
    policy.classes[names[(index + 1) % names.length] as string] ?? [],
  ]);
  return { policies: { r: policy, q: { ...policy, classes: Object.fromEntries(rotated) } }, prompt: '?' };
}

export function compose({ policies: { r, q }, prompt }: Draft): Policy {
  const data = dataOf(r);
  const inBoth = Object.keys(r.classes).map(
    (name) => [name, { r: r.classes[name], q: q.classes[name] }] as const,
  );
  return policyOf({
    ...data,
    completion_classes: Object.fromEntries(inBoth) as NonNullable<PolicyData['completion_classes']>,
    simple_propositions: Object.fromEntries(r.simple.map((name) => [name, { prompt: `${name}${prompt}` }])),
  });
}

function at<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}

function withCondition(
  formula: FormulaData,
  where: number,
  change: (condition: ConditionData) => ConditionData,
): FormulaData {
  if (!Array.isArray(formula)) return change(formula);
  return formula.map((each, index) => (index === where % formula.length ? change(each) : each));
}

function changed(formulas: Record<string, FormulaData>, [kind, where, what]: Edit, names: readonly string[]) {
  const keys = Object.keys(formulas);
  if (keys.length === 0) return formulas;
  const key = at(keys, where);
  const formula = withCondition(formulas[key] ?? [], what, (condition) => {
    const written = Object.keys(condition);
    if (kind % 3 === 0 && written.length > 0) {
      const name = at(written, what);
      return { ...condition, [name]: !condition[name] };
    }
    if (kind % 3 === 1) return { ...condition, [at(names, what)]: what % 2 === 0 };
    return Object.fromEntries(Object.entries(condition).slice(1));
  });
  return { ...formulas, [key]: formula };
}

/** What both response types have in common is changed in both. */
export function inBoth(draft: Draft, change: (policy: SmallPolicy) => SmallPolicy): Draft {
  return { ...draft, policies: { r: change(draft.policies.r), q: change(draft.policies.q) } };
}

export function edited(draft: Draft, edit: Edit, earlier: readonly Draft[]): Draft {
  const [kind, where, what] = edit;
  const { r, q } = draft.policies;
  const { simple, derived } = r;
  if (kind < 3) {
    const which = where % 2 === 0 ? 'r' : 'q';
    const before = draft.policies[which];
    const classes = changed(before.classes, edit, [...simple, ...Object.keys(derived)]);
    return { ...draft, policies: { r, q, [which]: { ...before, classes } } };
  }
  if (kind === 3)
    return inBoth(draft, (each) => ({ ...each, derived: changed(derived, [what, where, what], simple) }));
  if (kind === 4) return { ...draft, prompt: `${draft.prompt}?` };
  if (kind === 5) return inBoth(draft, (each) => ({ ...each, simple: [`n${simple.length}`, ...simple] }));
  if (kind === 6) return inBoth(draft, (each) => ({ ...each, constraints: each.constraints.slice(1) }));
  if (kind === 7) {
    const names = [at(simple, where), at([...simple, ...Object.keys(derived)], what)];
    return inBoth(draft, (each) => ({ ...each, constraints: [...each.constraints, { at_most_one: names }] }));
  }
  if (kind === 8) return inBoth(draft, (each) => ({ ...each, simple: each.simple.toReversed() }));
  return at(earlier, where);
}

import { FALSE } from '../../logic/diagram.ts';
import { decide } from '../../logic/walks.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyContext } from '../check.ts';
import { constraintNodes } from '../constraint-nodes.ts';

/** A fact that every labelled completion agrees with, for a person to judge. */
export interface ConstraintProposal {
  /** Where this is true… */
  readonly if: string;
  /** …this is that. */
  readonly then: { readonly name: string; readonly value: boolean };
  /** How many completions have the first true and the second labelled. */
  readonly support: number;
}

const SUPPORT = 10;
/** How likely labels that have nothing to do with each other may agree so well. */
const CHANCE = 0.01;

/**
 * Implications between two propositions that no labelled completion breaks and that are not by chance,
 * best supported first. Counted only in categories in which both propositions have been seen: elsewhere
 * "false" often means that nobody asked. What the constraints imply already is left out.
 */
export function proposeConstraints(
  context: PolicyContext,
  completions: readonly SampleCompletion[],
): ConstraintProposal[] {
  const names = [...context.policy.propositions.keys()];
  const seen = seenIn(completions);
  const proposals: ConstraintProposal[] = [];
  for (const a of names) {
    for (const b of names) {
      if (a === b) continue;
      const both = completions.filter(
        ({ labels, category = '' }) =>
          labels[a] !== undefined &&
          labels[b] !== undefined &&
          seen.get(a)?.has(category) &&
          seen.get(b)?.has(category),
      );
      const then = impliedValue(both, a, b);
      // "a excludes b" and "b excludes a" are one fact.
      if (then === undefined || (!then.value && a > b) || isKnown(context, a, b, then.value)) continue;
      proposals.push({ if: a, then: { name: b, value: then.value }, support: then.support });
    }
  }
  return proposals.sort((one, other) => other.support - one.support);
}

/** The value that `b` has wherever `a` is true, where it is always the same and not by chance. */
function impliedValue(
  completions: readonly SampleCompletion[],
  a: string,
  b: string,
): { value: boolean; support: number } | undefined {
  const values = completions.filter(({ labels }) => labels[a]).map(({ labels }) => labels[b] === true);
  const [value] = values;
  if (value === undefined || values.length < SUPPORT || values.includes(!value)) return undefined;
  const share = completions.filter(({ labels }) => labels[b] === value).length / completions.length;
  return share ** values.length < CHANCE ? { value, support: values.length } : undefined;
}

/** Proposition -> the categories in which it is true of some completion. */
function seenIn(completions: readonly SampleCompletion[]): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  for (const { labels, category = '' } of completions) {
    for (const [name, value] of Object.entries(labels)) {
      if (!value) continue;
      const categories = seen.get(name) ?? new Set();
      seen.set(name, categories.add(category));
    }
  }
  return seen;
}

function isKnown({ logic }: PolicyContext, a: string, b: string, value: boolean): boolean {
  const { diagram, nodes } = constraintNodes(logic);
  const { simple } = logic.vocabulary;
  const broken = (variable: number) =>
    simple[variable] === a ? true : simple[variable] === b ? !value : undefined;
  return [...nodes.values()].some((node) => node !== FALSE && decide(diagram, node, broken) === false);
}

import type { Finding } from '../policy/finding.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import type { PolicyContext } from './check.ts';
import type { Stage } from './codes.ts';
import { guarded } from './guarded.ts';
import { withoutIgnored } from './ignore.ts';
import { knownResponseTypes } from './known-types.ts';
import { DATA_CHECKS, POLICY_CHECKS, RESPONSE_TYPE_CHECKS, REWARD_CHECKS } from './registry.ts';
import { withSeverities } from './severities.ts';

export interface Examined {
  readonly findings: readonly Finding[];
  /** False as long as some response type has not been looked at yet. */
  readonly complete: boolean;
}

export interface ExamineOptions {
  /** What reading the files has found. */
  readonly readFindings?: readonly Finding[];
  /** The labelled completions of the policy; without them nothing is said about data. */
  readonly completions?: readonly SampleCompletion[] | undefined;
  /** Fitted weights; without them nothing is said about rewards. */
  readonly weights?: Weights | undefined;
  /** The response type to look at first: the one that is being edited. */
  readonly first?: string | undefined;
}

/**
 * Runs every check on a policy in steps, each with all that is known so far: first what is quick, then one
 * response type after the other. The caller may stop after any step.
 */
export function* examinePolicy(context: PolicyContext, options: ExamineOptions = {}): Generator<Examined> {
  const { readFindings = [], completions, weights, first } = options;
  const found = [
    ...readFindings,
    ...POLICY_CHECKS.flatMap((check) => guarded(check.name, context, () => check(context))),
  ];
  if (completions) {
    found.push(
      ...DATA_CHECKS.flatMap((check) => guarded(check.name, context, () => check(context, completions))),
    );
  }
  const known = knownResponseTypes(context.policy);
  const responseTypes = [...known].sort((a, b) => Number(b === first) - Number(a === first));
  for (const [index, responseType] of responseTypes.entries()) {
    for (const check of RESPONSE_TYPE_CHECKS) {
      found.push(
        ...guarded(check.name, context, () => {
          const logic = context.logic.responseType(responseType);
          return logic ? check(context, logic) : [];
        }),
      );
    }
    const fitted = weights?.responseTypes[responseType];
    for (const check of fitted ? REWARD_CHECKS : []) {
      found.push(
        ...guarded(check.name, context, () => {
          const logic = context.logic.responseType(responseType);
          return logic && fitted ? check(context, logic, fitted) : [];
        }),
      );
    }
    if (index < responseTypes.length - 1) yield { findings: finish(context, found), complete: false };
  }
  const stages: Stage[] = [
    'reading',
    'policy',
    ...(completions ? (['data'] as const) : []),
    ...(weights ? (['rewards'] as const) : []),
  ];
  yield { findings: finish(context, found, new Set(stages)), complete: true };
}

/** All that `examinePolicy` finds in the end. */
export function checkPolicy(context: PolicyContext, options: ExamineOptions = {}): readonly Finding[] {
  let findings: readonly Finding[] = [];
  for (const step of examinePolicy(context, options)) ({ findings } = step);
  return findings;
}

/** `stages`: those that have been gone through, so that what is missing is known to be missing. */
function finish(
  context: PolicyContext,
  found: readonly Finding[],
  stages: ReadonlySet<Stage> = new Set(),
): Finding[] {
  const inOrder = inDocumentOrder(withSeverities(found, context));
  return context.files.reduce((left, { source }) => withoutIgnored(source, left, stages), inOrder);
}

/** The order in which response types were looked at must not show. */
function inDocumentOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((a, b) => a.place.span.start - b.place.span.start);
}

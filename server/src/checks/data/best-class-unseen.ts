import * as l10n from '@vscode/l10n';
import { knownBy } from '../../grader/labels.ts';
import type { ResponseTypeLogic } from '../../logic/classes.ts';
import type { Finding } from '../../policy/finding.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import type { PolicyContext } from '../check.ts';

/** Fewer completions than these may well miss the best class by chance. */
const ENOUGH = 5;
/** Seen less often than in one of these, it gives next to nothing to fit on. */
const SELDOM = 1 / 20;

/**
 * A response type whose best class the labelled completions never show, or hardly ever: nothing can be
 * fitted or measured of what training is to reach. That a bad class is seldom is no fault.
 */
export function* bestClassUnseen(
  { policy, logic }: PolicyContext,
  completions: readonly SampleCompletion[],
): Generator<Finding> {
  const valuesOf = knownBy(policy);
  for (const responseType of logic.responseTypes) {
    const ofType = logic.responseType(responseType);
    const best = ofType?.classes[0];
    const written =
      best === undefined ? undefined : policy.classes.get(best)?.byResponseType.get(responseType);
    if (!ofType || !written) continue;
    const classes = completions
      .filter((each) => responseTypeOf(each, policy) === responseType)
      .flatMap((each) => classOf(each, valuesOf(each), ofType) ?? expectedClassOf(each, policy) ?? []);
    const seen = classes.filter((each) => each === best).length;
    if (classes.length < ENOUGH || seen >= classes.length * SELDOM) continue;
    yield {
      code: 'best-class-unseen',
      severity: 'info',
      message: messageOf(best as string, responseType, seen, classes.length),
      place: written.name.place,
    };
  }
}

function messageOf(best: string, responseType: string, seen: number, of: number): string {
  if (seen === 0)
    return l10n.t(
      'None of the {0} labelled completions of {1} is "{2}": what it takes to reach it can be neither fitted nor measured.',
      of,
      responseType,
      best,
    );
  return seen === 1
    ? l10n.t(
        'Only 1 of the {0} labelled completions of {1} is "{2}": what it takes to reach it can be neither fitted nor measured.',
        of,
        responseType,
        best,
      )
    : l10n.t(
        'Only {0} of the {1} labelled completions of {2} are "{3}": what it takes to reach it can be neither fitted nor measured.',
        seen,
        of,
        responseType,
        best,
      );
}

/** The class that the labels, with what the policy computes, put a completion into, where they do. */
function classOf(
  { labels }: SampleCompletion,
  values: Readonly<Record<string, boolean>>,
  logic: ResponseTypeLogic,
): string | undefined {
  if (Object.keys(labels).length === 0) return undefined;
  const [only, ...more] = logic.classesOf(values);
  return more.length === 0 ? only : undefined;
}

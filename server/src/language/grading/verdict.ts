import * as l10n from '@vscode/l10n';
import type { Grades } from '../../grader/grader.ts';
import { missingReason } from '../../grader/missing.ts';
import { hasVerdict } from '../../reward/verdict.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { type GradingContext, gradeForEditor } from '../grades/graded.ts';
import type { Breakdown, BreakdownProposition } from '../protocol.ts';
import type { Verdict } from '../protocol-grading.ts';

/** A verdict, and the answers that its class and reward want, by proposition. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly hasVerdict: boolean;
  readonly answers: Grades;
}

/** What a graded completion is against what its sample expects. */
export async function judgementOf(
  context: GradingContext,
  uri: string,
  completion: SampleCompletion,
): Promise<Judgement> {
  const result = await gradeForEditor(context, uri, completion);
  const completionId = completion.id;
  if ('reason' in result) {
    const expected = completion.expectedClass;
    const verdict: Verdict = {
      completionId,
      gradedClass: null,
      message: result.reason,
      ...(expected !== undefined && { expectedClass: expected }),
    };
    return { verdict, hasVerdict: false, answers: {} };
  }
  const { predictedClass, expectedClass, propositions, responseType } = result.breakdown;
  const state = await context.workspace.policyOfSamples(uri);
  const answers = Object.fromEntries(
    propositions.filter(({ relevant }) => relevant).map(({ name, grade }) => [name, grade]),
  );
  const verdict: Verdict = {
    completionId,
    gradedClass: predictedClass,
    ...(expectedClass !== undefined && { expectedClass }),
    ...(expectedClass !== undefined &&
      predictedClass !== null && { agrees: predictedClass === expectedClass }),
    message: messageOf(result.breakdown),
  };
  return {
    verdict,
    hasVerdict: hasVerdict(
      { predictedClass, propositions: answers },
      state?.logic.responseType(responseType),
    ),
    answers,
  };
}

/** More would not be read. */
const PROPOSITIONS_SHOWN = 5;

function messageOf({ predictedClass, expectedClass, classes, propositions, grader }: Breakdown): string {
  const p = classes.find(({ name }) => name === predictedClass)?.probability;
  const probable =
    predictedClass === null || p === undefined ? predictedClass : `${predictedClass} (${p.toFixed(2)})`;
  const relevant = propositions.filter((each) => each.relevant);
  const missing = relevant.filter(({ grade }) => missingReason(grade) !== undefined);
  return [
    headline(probable, expectedClass, predictedClass === expectedClass),
    ...missing
      .slice(0, PROPOSITIONS_SHOWN)
      .map(({ name, grade }) =>
        grade.note === undefined
          ? l10n.t('{0}: no answer', name)
          : l10n.t('{0}: no answer ({1})', name, grade.note),
      ),
    ...mostTelling(relevant).map(inWords),
    grader.summary,
  ].join('\n');
}

/** `graded`: the class with its probability. */
function headline(graded: string | null, expected: string | undefined, agrees: boolean): string {
  if (graded === null)
    return expected === undefined
      ? l10n.t('No class can be told.')
      : l10n.t('No class can be told, expected {0}.', expected);
  if (expected === undefined) return l10n.t('Graded {0}.', graded);
  return agrees
    ? l10n.t('Graded {0}, as expected.', graded)
    : l10n.t('Graded {0}, expected {1}.', graded, expected);
}

/** Those graded true, and those that humans see otherwise: a class is told by what a completion does. */
function mostTelling(propositions: readonly BreakdownProposition[]): BreakdownProposition[] {
  const contradicted = ({ grade, humanLabel, threshold }: BreakdownProposition) =>
    grade.p !== null && humanLabel !== undefined && grade.p >= threshold !== humanLabel;
  const telling = propositions.filter(
    (each) => contradicted(each) || (each.grade.p !== null && each.grade.p >= each.threshold),
  );
  return telling
    .toSorted((a, b) => Number(contradicted(b)) - Number(contradicted(a)))
    .slice(0, PROPOSITIONS_SHOWN);
}

function inWords({ name, grade, humanLabel }: BreakdownProposition): string {
  const p = grade.p?.toFixed(2) ?? '';
  if (humanLabel === undefined) return `${name}: ${p}`;
  return humanLabel ? l10n.t('{0}: {1}, labelled yes', name, p) : l10n.t('{0}: {1}, labelled no', name, p);
}

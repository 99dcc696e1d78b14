import type { SampleCompletion } from '../../samples/model.ts';
import { type GradingContext, gradeForEditor } from '../grades/graded.ts';
import type { Breakdown, BreakdownProposition } from '../protocol.ts';
import type { Verdict } from '../protocol-grading.ts';

/** What a graded completion is against what its sample expects. */
export async function verdictOf(
  context: GradingContext,
  uri: string,
  completion: SampleCompletion,
): Promise<Verdict> {
  const result = await gradeForEditor(context, uri, completion);
  const completionId = completion.id;
  if ('reason' in result) {
    const expected = completion.expectedClass;
    return {
      completionId,
      gradedClass: null,
      message: result.reason,
      ...(expected !== undefined && { expectedClass: expected }),
    };
  }
  const { predictedClass, expectedClass } = result.breakdown;
  return {
    completionId,
    gradedClass: predictedClass,
    ...(expectedClass !== undefined && { expectedClass }),
    ...(expectedClass !== undefined &&
      predictedClass !== null && { agrees: predictedClass === expectedClass }),
    message: messageOf(result.breakdown),
  };
}

/** More would not be read. */
const PROPOSITIONS_SHOWN = 5;

function messageOf({ predictedClass, expectedClass, classes, propositions, grader }: Breakdown): string {
  const p = classes.find(({ name }) => name === predictedClass)?.probability;
  const graded =
    predictedClass === null
      ? 'No class can be told'
      : `Graded ${predictedClass}${p === undefined ? '' : ` (${p.toFixed(2)})`}`;
  const against =
    expectedClass === undefined
      ? ''
      : predictedClass === expectedClass
        ? ', as expected'
        : `, expected ${expectedClass}`;
  const relevant = propositions.filter((each) => each.relevant);
  const missing = relevant.filter(({ grade }) => grade.p === null && grade.mode !== 'unasked');
  return [
    `${graded}${against}.`,
    ...missing
      .slice(0, PROPOSITIONS_SHOWN)
      .map(({ name, grade }) => `${name}: no answer${grade.note === undefined ? '' : ` (${grade.note})`}`),
    ...mostTelling(relevant).map(inWords),
    grader.summary,
  ].join('\n');
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
  const label = humanLabel === undefined ? '' : `, labelled ${humanLabel ? 'yes' : 'no'}`;
  return `${name}: ${grade.p?.toFixed(2)}${label}`;
}

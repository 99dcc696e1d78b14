import * as l10n from '@vscode/l10n';
import type { Grades } from '../../grader/grader.ts';
import { isReliable } from '../../grader/reliable.ts';
import type { PolicyLogic } from '../../logic/classes.ts';
import type { Finding } from '../../policy/finding.ts';
import type { Policy } from '../../policy/model.ts';
import { scoreCompletion } from '../../reward/score.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';

/** The expected class has at most this probability: less than that is an open question, not a contradiction. */
const UNLIKELY = 0.2;

/**
 * A class is expected that the grades surely do not give: the expectation is wrong, or a condition of a class,
 * or the grader. `grades` must be of a grader that has not learnt from the completion.
 */
export function classGradedOtherwise(
  { policy, logic }: { readonly policy: Policy; readonly logic: PolicyLogic },
  completion: SampleCompletion,
  grades: Grades,
): Finding[] {
  const place = completion.places.expectedClass;
  const expected = expectedClassOf(completion, policy);
  const responseType = responseTypeOf(completion, policy);
  const ofType = responseType === undefined ? undefined : logic.responseType(responseType);
  if (!place || expected === undefined || !ofType) return [];
  // An answer that the grader itself does not rely on is no ground to contradict anybody.
  if (ofType.propositions.some((name) => grades[name] && !isReliable(grades[name]))) return [];
  const { predictedClass, classes } = scoreCompletion({ policy, logic: ofType }, grades);
  if (predictedClass === null || predictedClass === expected) return [];
  const probability = (name: string) => classes.find((each) => each.name === name)?.probability;
  const ofExpected = probability(expected) ?? 0;
  if (ofExpected > UNLIKELY) return [];
  const p = probability(predictedClass);
  const definition = policy.classes.get(predictedClass)?.name.place;
  return [
    {
      code: 'class-graded-otherwise',
      severity: 'info',
      message:
        p === undefined
          ? l10n.t(
              'Expected {0}, graded {1}: the expectation is wrong, or a condition, or the grader.',
              expected,
              predictedClass,
            )
          : l10n.t(
              'Expected {0}, graded {1} ({2}, {3} {4}): the expectation is wrong, or a condition, or the grader.',
              expected,
              predictedClass,
              p.toFixed(2),
              expected,
              ofExpected.toFixed(2),
            ),
      place,
      related: definition ? [{ message: l10n.t('The class "{0}".', predictedClass), place: definition }] : [],
      fixes: [
        {
          title: l10n.t('Accept the grade: expect {0}', predictedClass),
          edits: [{ place, newText: predictedClass }],
        },
      ],
    },
  ];
}

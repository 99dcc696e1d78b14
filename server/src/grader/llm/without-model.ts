import * as l10n from '@vscode/l10n';
import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { answerByCheck } from '../check-grade.ts';
import type { Grade } from '../grader.ts';
import { judgedOf, judgedPartOf, nothingToJudge } from '../judged.ts';
import type { Mode } from './asking/dialect.ts';

/** What the policy's checks answer by themselves, what nobody can answer, and what a completion has nothing of. */
export function gradesWithoutModel(
  policy: Policy,
  completion: SampleCompletion,
  names: readonly string[],
  mode: Mode,
): Record<string, Grade> {
  const grades: Record<string, Grade> = {};
  for (const name of names) {
    const proposition = policy.propositions.get(name);
    if (proposition?.check)
      grades[name] = answerByCheck(proposition.check, judgedPartOf(policy, proposition))(completion);
    else if (!proposition?.prompt || proposition.prompt.text.trim() === '') grades[name] = noPrompt();
    else {
      const judged = judgedOf(completion, judgedPartOf(policy, proposition));
      if ('missing' in judged) grades[name] = nothingToJudge(judged.missing, mode);
    }
  }
  return grades;
}

export const noPrompt = (): Grade => ({
  p: null,
  mode: 'unasked',
  missing: 'no_prompt',
  note: l10n.t('the policy has no prompt for it'),
});

export const unasked = (): Grade => ({
  p: null,
  mode: 'unasked',
  missing: 'unasked',
  note: l10n.t('not asked: the class was decided without it'),
});

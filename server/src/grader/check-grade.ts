import type { Check, JudgedPart } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { compileCheck } from './checks.ts';
import type { Grade } from './grader.ts';
import { judgedOf, nothingToJudge } from './judged.ts';

/** What a policy's own check says of a part of a completion. */
export function answerByCheck(check: Check, part: JudgedPart): (completion: SampleCompletion) => Grade {
  const compiled = compileCheck(check);
  if ('problem' in compiled) {
    const failed: Grade = { p: null, mode: 'check', missing: 'no_prompt', note: compiled.problem };
    return () => failed;
  }
  return (completion) => {
    const judged = check.of === 'prompt' ? { subject: completion } : judgedOf(completion, part);
    if ('missing' in judged) return nothingToJudge(judged.missing, 'check');
    const answer = compiled.check(judged.subject);
    return 'problem' in answer
      ? { p: null, mode: 'check', missing: 'unreadable', note: answer.problem }
      : { p: answer.value ? 1 : 0, mode: 'check' };
  };
}

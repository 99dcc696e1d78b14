import { compileCheck } from '../../grader/checks.ts';
import { compileCues } from '../../grader/cues.ts';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';

/** A cue or check that cannot be run: a bad regular expression, a language that cannot be told. */
export function* unusablePattern({ policy }: PolicyContext): Generator<Finding> {
  for (const { cues, check } of policy.propositions.values()) {
    for (const { cue, problem } of compileCues(cues).problems) {
      yield {
        code: 'unusable-pattern',
        severity: 'warning',
        message: `This cue is left out: ${problem}.`,
        place: cue.place,
      };
    }
    // A check that does not say what it does is `check-incomplete`.
    if (check?.pattern === undefined && check?.language === undefined) continue;
    const compiled = compileCheck(check);
    if ('problem' in compiled) {
      yield {
        code: 'unusable-pattern',
        severity: 'error',
        message: `This check cannot be run: ${compiled.problem}.`,
        place: check.place,
      };
    }
  }
}

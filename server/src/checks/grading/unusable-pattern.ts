import * as l10n from '@vscode/l10n';
import { compileCheck } from '../../grader/checks.ts';
import { compileCues } from '../../grader/cues.ts';
import { compilePattern } from '../../grader/pattern.ts';
import type { Finding } from '../../policy/finding.ts';
import type { Check } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';
import type { PolicyContext } from '../check.ts';
import { writtenCheck } from './written-check.ts';

/** A cue or check that cannot be run: a bad regular expression, a language that cannot be told. */
export function* unusablePattern({ policy, files }: PolicyContext): Generator<Finding> {
  for (const { cues, check } of policy.propositions.values()) {
    for (const { cue, problem } of compileCues(cues).problems) {
      yield {
        code: 'unusable-pattern',
        severity: 'warning',
        message: l10n.t('This cue is left out: {0}.', problem),
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
        message: l10n.t('This check cannot be run. {0}', compiled.problem),
        place: placeOf(files, check),
      };
    }
  }
}

/** The pattern, its flags or the language: what is at fault, where it is written. */
function placeOf(files: PolicyContext['files'], check: Check): Place {
  const written = writtenCheck(files, check);
  const { pattern, flags, language } = written?.node.fields ?? {};
  const isFlags = check.pattern !== undefined && !('problem' in compilePattern(check.pattern));
  const value = ((isFlags ? flags : undefined) ?? pattern ?? language)?.value;
  return written && value ? written.source.place(value.span) : check.place;
}

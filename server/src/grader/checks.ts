import * as l10n from '@vscode/l10n';
import { inList } from '../policy/lists.ts';
import type { Check } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { languageOf, TELLABLE_LANGUAGES } from './language.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { countCharacters, countWords, sentencesOf } from './words.ts';

/** A check's answer, or why there is none for this completion. */
export type CheckAnswer = { readonly value: boolean } | { readonly problem: string };
export type CompiledCheck = (completion: Pick<SampleCompletion, 'conversation' | 'text'>) => CheckAnswer;

/**
 * Makes a deterministic check of a proposition ready to run. A check that cannot work (a bad pattern, a
 * language that cannot be told) is a problem in words, for a finding; nothing is thrown.
 */
export function compileCheck(check: Check): { readonly check: CompiledCheck } | { readonly problem: string } {
  const answer = answerOf(check);
  if (typeof answer !== 'function') return answer;
  return { check: (completion) => answer(subjectOf(check, completion)) };
}

function answerOf(check: Check): ((text: string) => CheckAnswer) | { readonly problem: string } {
  let pattern: Pattern | undefined;
  if (check.pattern !== undefined) {
    const compiled = compilePattern(check.pattern, check.flags);
    if ('problem' in compiled)
      return { problem: l10n.t('The pattern cannot be used: {0}.', compiled.problem) };
    pattern = compiled.pattern;
  }
  if (check.count !== undefined) {
    const count = counterOf(check.count, pattern);
    if (!count) return { problem: l10n.t('Counting matches needs a `pattern`.') };
    const { min = 0, max = Number.POSITIVE_INFINITY } = check;
    return (text) => {
      const counted = count(text);
      return { value: min <= counted && counted <= max };
    };
  }
  if (pattern) {
    const { test } = pattern;
    return (text) => ({ value: test(text) });
  }
  if (check.language !== undefined) return languageAnswer(check.language);
  return { problem: l10n.t('The check says nothing to look for: `pattern`, `count` or `language`.') };
}

function counterOf(
  what: NonNullable<Check['count']>,
  pattern: Pattern | undefined,
): ((text: string) => number) | undefined {
  switch (what) {
    case 'characters':
      return countCharacters;
    case 'words':
      return countWords;
    case 'sentences':
      return (text) => sentencesOf(text).length;
    case 'matches':
      return pattern?.count;
  }
}

function languageAnswer(written: string): ((text: string) => CheckAnswer) | { readonly problem: string } {
  const language = written.toLowerCase();
  if (!TELLABLE_LANGUAGES.includes(language)) {
    return {
      problem: l10n.t(
        'The language "{0}" cannot be told from others; known are {1}.',
        written,
        inList(TELLABLE_LANGUAGES),
      ),
    };
  }
  return (text) => {
    const found = languageOf(text);
    return found === undefined
      ? { problem: l10n.t('The text is too short, or in none of the languages that can be told apart.') }
      : { value: found === language };
  };
}

function subjectOf(
  check: Check,
  { conversation, text }: Pick<SampleCompletion, 'conversation' | 'text'>,
): string {
  if (check.of === 'completion') return text;
  return conversation.findLast(({ role }) => role === 'user')?.content ?? '';
}

import * as l10n from '@vscode/l10n';
import { RE2JS } from 're2js';

/** A regular expression of a policy. Policies come from strangers: matching takes time linear in the text. */
export interface Pattern {
  test(text: string): boolean;
  /** How many times it matches, from left to right, without overlap. */
  count(text: string): number;
}

export type PatternResult = { readonly pattern: Pattern } | { readonly problem: string };

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
  // All matches are counted and texts are Unicode anyway.
  g: 0,
  u: 0,
};

/**
 * A policy is read anew at every keystroke, its patterns change at hardly any of them, and compiling a
 * hundred takes 30 ms.
 */
const MEMORY = 2_000;
const known = new Map<string, PatternResult>();

/**
 * Compiles a pattern in the syntax of RE2, which is JavaScript's without lookaround and backreferences.
 * What cannot be compiled is a problem in words, for a finding; nothing is thrown.
 */
export function compilePattern(source: string, flags = ''): PatternResult {
  const key = `${flags}/${source}`;
  const before = known.get(key);
  if (before) return before;
  const result = compile(source, flags);
  if (known.size >= MEMORY) known.clear();
  known.set(key, result);
  return result;
}

function compile(source: string, flags: string): PatternResult {
  const unknown = [...flags].find((flag) => FLAGS[flag] === undefined);
  if (unknown !== undefined) return { problem: l10n.t('the flag "{0}" is not one of i, m, s', unknown) };
  const bits = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(source), bits);
    return {
      pattern: {
        // `test` asks for no capture groups: the library then runs its automaton, ten times faster than `find`.
        test: (text) => compiled.test(text),
        count(text) {
          const matcher = compiled.matcher(text);
          let matches = 0;
          while (matcher.find()) matches++;
          return matches;
        },
      },
    };
  } catch (error) {
    return { problem: problemOf(source, error) };
  }
}

function problemOf(source: string, error: unknown): string {
  if (/\(\?<?[=!]/.test(source))
    return l10n.t('lookahead and lookbehind are not supported (patterns run in linear time)');
  if (/\\[1-9]|\\k</.test(source))
    return l10n.t('backreferences are not supported (patterns run in linear time)');
  // As the library says it, without its own name for it and the flags that it puts before the pattern.
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^error parsing regexp: /, '').replace(/`\(\?[ims]+\)/, '`');
}

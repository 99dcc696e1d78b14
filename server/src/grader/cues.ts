import * as l10n from '@vscode/l10n';
import type { Cue } from '../policy/model.ts';
import { compilePattern, type Pattern } from './pattern.ts';

/** A cue without its place in a file. */
export type CueText = Pick<Cue, 'text' | 'speaksFor'>;

export interface CompiledCue {
  readonly speaksFor: boolean;
  readonly pattern: Pattern;
}

export interface CompiledCues<Written extends CueText> {
  readonly cues: readonly CompiledCue[];
  /** Cues that cannot be used and why, for findings; the others work all the same. */
  readonly problems: readonly { readonly cue: Written; readonly problem: string }[];
}

/**
 * Cues as they are written in a policy: `/pattern/flags`, or a phrase that is found on whole words, case
 * ignored, across any spacing, with either kind of apostrophe.
 */
export function compileCues<Written extends CueText>(written: readonly Written[]): CompiledCues<Written> {
  const cues: CompiledCue[] = [];
  const problems: { cue: Written; problem: string }[] = [];
  for (const cue of written) {
    const result = compileCue(cue.text);
    if ('problem' in result) problems.push({ cue, problem: result.problem });
    else cues.push({ speaksFor: cue.speaksFor, pattern: result.pattern });
  }
  return { cues, problems };
}

function compileCue(text: string): ReturnType<typeof compilePattern> {
  const slashed = /^\/(?<source>.+)\/(?<flags>[a-z]*)$/s.exec(text.trim());
  if (slashed?.groups) return compilePattern(slashed.groups.source ?? '', slashed.groups.flags);
  const words = text.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { problem: l10n.t('the cue is empty') };
  const phrase = words.map((word) => escapeSyntax(word).replaceAll(/['’]/g, "['’]")).join('\\s+');
  // `\b` knows ASCII letters only: the ends are compared with any letter instead.
  return compilePattern(`(?:^|[^\\p{L}\\p{N}_])${phrase}(?:$|[^\\p{L}\\p{N}_])`, 'i');
}

function escapeSyntax(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

import * as l10n from '@vscode/l10n';
import type { Cue } from '../policy/model.ts';
import { compilePattern, type Pattern, type PatternResult } from './pattern.ts';

/** A cue without its place in a file. */
export type CueText = Pick<Cue, 'text' | 'request' | 'speaksFor'>;

export interface CompiledCue {
  readonly speaksFor: boolean;
  /** What must match in the reply, in the request, or in both; at least one is there. */
  readonly reply?: Pattern;
  readonly request?: Pattern;
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
    const reply = cue.text === undefined ? undefined : compileCue(cue.text);
    const request = cue.request === undefined ? undefined : compileCue(cue.request);
    const problem = problemOf(reply) ?? problemOf(request) ?? (reply || request ? undefined : emptyCue());
    if (problem !== undefined) problems.push({ cue, problem });
    else
      cues.push({
        speaksFor: cue.speaksFor,
        ...(reply && 'pattern' in reply && { reply: reply.pattern }),
        ...(request && 'pattern' in request && { request: request.pattern }),
      });
  }
  return { cues, problems };
}

const emptyCue = () => l10n.t('the cue is empty');

function problemOf(result: PatternResult | undefined): string | undefined {
  return result && 'problem' in result ? result.problem : undefined;
}

function compileCue(text: string): PatternResult {
  const slashed = /^\/(?<source>.+)\/(?<flags>[a-z]*)$/s.exec(text.trim());
  if (slashed?.groups) return compilePattern(slashed.groups.source ?? '', slashed.groups.flags);
  const words = text.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return { problem: emptyCue() };
  const phrase = words.map((word) => escapeSyntax(word).replaceAll(/['’]/g, "['’]")).join('\\s+');
  // `\b` knows ASCII letters only: the ends are compared with any letter instead.
  return compilePattern(`(?:^|[^\\p{L}\\p{N}_])${phrase}(?:$|[^\\p{L}\\p{N}_])`, 'i');
}

function escapeSyntax(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

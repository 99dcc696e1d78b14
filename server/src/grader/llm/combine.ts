import * as l10n from '@vscode/l10n';
import type { Grade } from '../grader.ts';
import { LOW_COVERAGE, type Reading, type Vote } from './answer.ts';
import type { Mode } from './dialect.ts';

/** A reading of log probabilities as a grade. */
export function gradeOfReading(reading: Reading): Grade {
  if (reading.kind !== 'probability') return missing('logprobs', reading.kind, reading.said);
  const { p, coverage } = reading;
  const percent = Math.round(coverage * 100);
  return {
    p,
    mode: 'logprobs',
    coverage,
    ...(coverage < LOW_COVERAGE && {
      note: l10n.t(
        "only {0} % of the answer's probability was a yes or a no: see whether the prompt asks for one word",
        percent,
      ),
    }),
  };
}

/**
 * P(yes) from votes: the mean of the posterior under Jeffreys' prior, (yes + 1/2) / (n + 1), and its standard
 * deviation, sqrt(p (1 - p) / (n + 2)) (Brown, Cai and DasGupta 2001). So five of five is .92, not 1.
 * Votes that are neither are left out of n; where all are, there is no grade.
 */
export function gradeOfVotes(votes: readonly Vote[], mode: Exclude<Mode, 'logprobs'>): Grade {
  const count = (kind: Vote) => votes.filter((vote) => vote === kind).length;
  const [yes, no, refused] = [count('yes'), count('no'), count('refused')];
  const n = yes + no;
  if (n === 0) return missing(mode, refused > 0 ? 'refused' : 'unreadable', undefined);
  const p = (yes + 0.5) / (n + 1);
  const leftOut = votes.length - n;
  return {
    p,
    mode,
    votes: { yes, no },
    stderr: Math.sqrt((p * (1 - p)) / (n + 2)),
    ...(leftOut > 0 && { note: l10n.t('{0} of {1} votes were neither yes nor no', leftOut, votes.length) }),
  };
}

/** The grade of several rounds of the same question; of one, that one. Rounds without an answer are left out. */
export function gradeOfRounds(rounds: readonly Grade[]): Grade {
  const [first, ...more] = rounds;
  if (!first || more.length === 0) return first ?? missing('logprobs', 'unreadable', undefined);
  const answered = rounds.filter((round) => round.p !== null);
  const [some] = answered;
  if (!some) return first;
  const ps = answered.map(({ p }) => p as number);
  const mean = ps.reduce((sum, p) => sum + p, 0) / ps.length;
  const variance = ps.length > 1 ? ps.reduce((sum, p) => sum + (p - mean) ** 2, 0) / (ps.length - 1) : 0;
  return {
    ...some,
    p: mean,
    ...(some.coverage !== undefined && { coverage: Math.min(...answered.map((each) => each.coverage ?? 1)) }),
    repeats: {
      n: ps.length,
      sd: Math.sqrt(variance),
      lowest: Math.min(...ps),
      highest: Math.max(...ps),
    },
  };
}

const SAID_LENGTH = 80;

function missing(mode: Mode, why: 'refused' | 'unreadable', said: string | undefined): Grade {
  const flat = (said ?? '').replace(/\s+/g, ' ').trim();
  const cut = flat.length > SAID_LENGTH ? `${flat.slice(0, SAID_LENGTH - 1)}…` : flat;
  const note = why === 'refused' ? refused(cut) : unreadable(cut);
  return { p: null, mode, missing: why, note };
}

function refused(said: string): string {
  return said === ''
    ? l10n.t('the judge refused to answer')
    : l10n.t('the judge refused to answer: "{0}"', said);
}

function unreadable(said: string): string {
  return said === ''
    ? l10n.t('the answer is neither yes nor no')
    : l10n.t('the answer is neither yes nor no: "{0}"', said);
}

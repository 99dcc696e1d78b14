import * as l10n from '@vscode/l10n';
import type { Grade, MissingReason } from '../grader.ts';
import type { Mode } from './asking/dialect.ts';
import type { NoVerdict, Reading, Unusable, Vote } from './reading/read-answer.ts';

/** A reading of log probabilities as a grade; where they do not serve, the text counts as one vote, and that is noted. */
export function gradeOfReading(reading: Reading): Grade {
  if (reading.kind === 'missing') return missingGrade('logprobs', reading);
  if (reading.kind === 'probability') return { p: reading.p, mode: 'logprobs', coverage: reading.coverage };
  return { ...gradeOfVotes([reading.side], 'votes'), note: notUsed(reading.why) };
}

/** Of the votes at least so many must be a yes or a no, as of the probability in `logprobs`. */
const LEAST_READ = 0.5;

/**
 * P(yes) from votes: the mean of the posterior under Jeffreys' prior, (yes + 1/2) / (n + 1), and its standard
 * deviation, sqrt(p (1 - p) / (n + 2)) (Brown, Cai and DasGupta 2001). So five of five is .92, not 1.
 * Votes that are neither are left out of n; where more than half are, there is no grade. `said`: one of those, to be shown.
 */
export function gradeOfVotes(votes: readonly Vote[], mode: Exclude<Mode, 'logprobs'>, said = ''): Grade {
  const count = (kind: Vote) => votes.filter((vote) => vote === kind).length;
  const [yes, no] = [count('yes'), count('no')];
  const n = yes + no;
  if (n === 0 || n < votes.length * LEAST_READ) return missingVotes(votes, mode, said);
  const p = (yes + 0.5) / (n + 1);
  const leftOut = votes.length - n;
  return {
    p,
    mode,
    votes: { yes, no },
    stderr: Math.sqrt((p * (1 - p)) / (n + 2)),
    ...(leftOut > 0 && {
      coverage: n / votes.length,
      note: l10n.t('{0} of {1} votes were neither yes nor no', leftOut, votes.length),
    }),
  };
}

/** The grade of several rounds of the same question; of one, that one. Rounds without an answer are left out. */
export function gradeOfRounds(rounds: readonly Grade[]): Grade {
  const [first, ...more] = rounds;
  if (!first || more.length === 0) return first ?? missingVotes([], 'votes');
  const all = rounds.filter((round) => round.p !== null);
  // A text that had to count as a vote is not averaged with probabilities.
  const measured = all.filter(({ mode }) => mode === 'logprobs');
  const answered = measured.length > 0 ? measured : all;
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

function missingGrade(mode: Mode, { why, said, p = 0, coverage = 0 }: NoVerdict): Grade {
  const flat = said.replace(/\s+/g, ' ').trim();
  const short = flat.length > SAID_LENGTH ? `${flat.slice(0, SAID_LENGTH - 1)}…` : flat;
  const missing: MissingReason = why === 'contradictory' ? 'unreadable' : why;
  const hasCoverage = why === 'low_coverage';
  return { p: null, mode, missing, ...(hasCoverage && { coverage }), note: inWords(why, short, p, coverage) };
}

function inWords(why: NoVerdict['why'], said: string, p: number, coverage: number): string {
  switch (why) {
    case 'low_coverage':
      return l10n.t(
        "only {0} % of the answer's probability was a yes or a no: see whether the prompt asks for one word",
        Math.round(coverage * 100),
      );
    case 'contradictory':
      return l10n.t('the text says "{0}", its probabilities the opposite (P(yes) {1})', said, p.toFixed(2));
    case 'cut':
      return said === ''
        ? l10n.t('the judge ran out of tokens before it answered: allow more answer tokens')
        : l10n.t('the judge ran out of tokens before it answered: "{0}"; allow more answer tokens', said);
    case 'refused':
      return said === ''
        ? l10n.t('the judge refused to answer')
        : l10n.t('the judge refused to answer: "{0}"', said);
    default:
      return said === ''
        ? l10n.t('the answer is neither yes nor no')
        : l10n.t('the answer is neither yes nor no: "{0}"', said);
  }
}

/** Why there is no grade: what most of the votes that were neither yes nor no came to. */
function missingVotes(votes: readonly Vote[], mode: Mode, said = ''): Grade {
  const count = (kind: Vote) => votes.filter((vote) => vote === kind).length;
  const kinds = ['refused', 'cut', 'unreadable'] as const;
  const [why = 'unreadable'] = [...kinds].sort((a, b) => count(b) - count(a));
  const grade = missingGrade(mode, {
    kind: 'missing',
    why: votes.length === 0 ? 'unreadable' : why,
    said,
  });
  const n = count('yes') + count('no');
  if (n === 0) return grade;
  const note = l10n.t('only {0} of {1} votes were a yes or a no', n, votes.length);
  return { ...grade, coverage: n / votes.length, note };
}

function notUsed(why: Unusable): string {
  switch (why) {
    case 'none':
      return l10n.t('no log probabilities came with this answer; its text counts as one vote');
    case 'of_another_text':
      return l10n.t('the log probabilities are not those of the answer; its text counts as one vote');
    case 'impossible':
      return l10n.t(
        'the numbers given as log probabilities cannot be any; the text of the answer counts as one vote',
      );
    case 'no_alternatives':
      return l10n.t('no alternatives came with this answer; its text counts as one vote');
  }
}

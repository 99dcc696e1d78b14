import * as l10n from '@vscode/l10n';
import { missingFirst } from '../missing-first.ts';
import type { Evaluation } from '../quality.ts';
import { classesInWords } from './classes-in-words.ts';
import { nextSteps } from './next-steps.ts';
import { propositionsInWords } from './propositions-in-words.ts';
import { proofsInWords, rankingInWords, safetyInWords } from './rewards-in-words.ts';
import type { VerdictContext, VerdictLine } from './verdict-line.ts';

/**
 * An evaluation in sentences: what is missing, what holds and what does not, the weakest proposition, the pair of classes
 * that is confused most, what cannot be said, and one to three next steps. Nothing is said that the intervals do
 * not carry, and nothing of completions other than these.
 */
export function verdictInWords(evaluation: Evaluation, context: VerdictContext): VerdictLine[] {
  const { ranking, safety } = evaluation;
  const found: VerdictLine[] = [
    ...missingFirst(evaluation).sentences.map((text) => ({ kind: 'missing' as const, text })),
    ...propositionsInWords(evaluation),
    ...classesInWords(evaluation.classes),
    ...(ranking ? rankingInWords(ranking) : []),
    ...(safety ? safetyInWords(safety) : []),
    ...(context.proofs ? proofsInWords(context.proofs) : []),
  ];
  if (found.every(({ kind }) => kind === 'missing' || kind === 'measured'))
    found.push({
      kind: 'too-few',
      text: l10n.t(
        'There is nothing to compare the grades with: no completion has labels or an expected class.',
      ),
    });
  const of = (...kinds: readonly VerdictLine['kind'][]) => found.filter(({ kind }) => kinds.includes(kind));
  const isFine = found.every(({ kind }) => kind === 'holds' || kind === 'measured');
  const lines = [
    ...of('missing'),
    ...of('holds', 'measured'),
    ...(isFine
      ? [
          {
            kind: 'holds' as const,
            text: l10n.t(
              'Nothing stands out on these {0} completions. Completions unlike them may be graded otherwise.',
              evaluation.n,
            ),
          },
        ]
      : []),
    ...of('fails'),
    ...of('weakest', 'confused'),
    ...of('too-few'),
  ];
  return [...lines, ...nextSteps(evaluation, lines, context)];
}

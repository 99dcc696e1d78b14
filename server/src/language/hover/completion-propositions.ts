import * as l10n from '@vscode/l10n';
import { isReliable } from '../../grader/reliable.ts';
import { inList } from '../../policy/lists.ts';
import type { Breakdown, BreakdownProposition } from '../protocol.ts';
import { barWithNumber } from './hover-policy.ts';
import { escapeMarkdown, linkTo } from './markdown.ts';

const SHOWN = 4;

/**
 * The propositions worth a line: those that decided the class, those that contradict a human label, and those
 * without an answer. Where nothing decided it, those that are nearest to yes. The rest is counted.
 */
export function propositionLines({ propositions, decidedBy }: Breakdown): string {
  const relevant = propositions.filter((each) => each.relevant);
  const byWeight = relevant
    .map((each) => ({ each, weight: weightOf(each, decidedBy) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ each }) => each);
  const shown = byWeight.slice(0, SHOWN);
  const lines = shown.map((each) => line(each));
  const unasked = relevant.filter(({ grade }) => grade.mode === 'unasked').length;
  const rest = relevant.length - shown.length - unasked;
  const counted = [
    ...(rest > 0 ? [l10n.t('{0} more in the breakdown', rest)] : []),
    ...(unasked > 0 ? [l10n.t('{0} not asked', unasked)] : []),
  ];
  if (counted.length > 0) lines.push(inList(counted));
  const title = shown.some(({ name }) => decidedBy?.includes(name)) ? `${l10n.t('Decided by')}  \n` : '';
  return lines.length === 0 ? '' : title + lines.join('  \n');
}

function line(proposition: BreakdownProposition): string {
  const { name, grade, location, humanLabel } = proposition;
  const link = linkTo(name, location);
  if (grade.mode === 'base_rate') return l10n.t('{0}: not reliable offline', link);
  if (grade.p === null)
    return grade.note === undefined
      ? l10n.t('{0}: no answer', link)
      : l10n.t('{0}: no answer ({1})', link, escapeMarkdown(grade.note));
  if (!isReliable(grade))
    return l10n.t(
      '{0} {1}: not reliable offline, {2} of {3} labels are yes',
      barWithNumber(grade.p),
      link,
      grade.positives ?? 0,
      grade.labels ?? 0,
    );
  const graded = `${barWithNumber(grade.p)} ${link}`;
  if (!disagrees(proposition)) return graded;
  return humanLabel ? l10n.t('{0} ✗ labelled yes', graded) : l10n.t('{0} ✗ labelled no', graded);
}

const PLAINLY_NOT = 0.15;

/** 0 is not worth a line. */
function weightOf(proposition: BreakdownProposition, decidedBy: readonly string[] | undefined): number {
  const { p, mode } = proposition.grade;
  if (mode === 'unasked') return 0;
  if (disagrees(proposition)) return 4;
  if (p === null || !isReliable(proposition.grade)) return 3;
  // What a completion does is said before what it does not do.
  if (decidedBy) return decidedBy.includes(proposition.name) ? 1 + p : 0;
  return p < PLAINLY_NOT ? 0 : p;
}

function disagrees({ grade, threshold, humanLabel }: BreakdownProposition): boolean {
  return grade.p !== null && humanLabel !== undefined && grade.p >= threshold !== humanLabel;
}

import type { Comparison, Overlap } from '../../reward/evaluate/compare.ts';
import { MIN_PROMPTS } from '../../reward/evaluate/statistics/interval.ts';
import { counted } from '../counted.ts';
import { figure, interval, signed, table } from './table.ts';

const SHOWN = 20;
const SIGNIFICANT = 0.05;

/** What is other in this run than in an earlier one; of the figures those that differ by more than chance. */
export function comparisonText(comparison: Comparison): string {
  const { with: name, grader, n, prompts, answers, classes, figures, tested, changed } = comparison;
  const rows = Object.entries(figures)
    .filter(([, { adjustedPValue }]) => (adjustedPValue ?? 1) < SIGNIFICANT)
    .map(([figureName, each]) => [
      figureName,
      String(each.n),
      String(each.prompts),
      figure(each.before),
      figure(each.after),
      signed(each.difference),
      interval(each.interval),
      (each.pValue as number).toFixed(4),
      (each.adjustedPValue as number).toFixed(3),
    ]);
  const lines = changed
    .slice(0, SHOWN)
    .map(
      ({ id, from, to, expected }) =>
        `  ${id}: ${from ?? '–'} → ${to ?? '–'}${expected ? ` (expected ${expected})` : ''}`,
    );
  return [
    `against ${name} (${grader.summary}), ${counted(n, 'completion')} of ${counted(prompts, 'prompt')} in both`,
    ...onlyOne('answers', answers),
    ...onlyOne('classes', classes),
    rows.length > 0
      ? table([['figure', 'n', 'prompts', 'before', 'now', 'change', '95%', 'p', 'p (Holm)'], ...rows])
      : tested === 0
        ? untested(figures)
        : `no figure differs significantly (p corrected for ${tested} ${tested === 1 ? 'figure' : 'figures'}, Holm)`,
    `${changed.length} ${changed.length === 1 ? 'class' : 'classes'} changed`,
    ...lines,
    ...(changed.length > SHOWN ? [`  … ${changed.length - SHOWN} more; --format json has all`] : []),
  ].join('\n');
}

/** What only one run has is compared with nothing. */
function onlyOne(what: string, { onlyBefore, onlyNow, both }: Overlap): string[] {
  return onlyBefore + onlyNow === 0
    ? []
    : [`${both} ${what} are in both runs and are compared; ${onlyBefore} only before, ${onlyNow} only now`];
}

function untested(figures: Comparison['figures']): string {
  const most = Math.max(0, ...Object.values(figures).map(({ differing }) => differing));
  return most === 0
    ? 'no figure differs'
    : `no test of significance: at most ${most} ${most === 1 ? 'prompt differs' : 'prompts differ'}, and with fewer than ${MIN_PROMPTS} even an exact test cannot fall below .05`;
}

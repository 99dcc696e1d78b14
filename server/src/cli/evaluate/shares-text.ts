import type { Evaluation } from '../../reward/evaluate/quality.ts';
import type { LabelledRate, SharedRate } from '../../reward/evaluate/share-quality.ts';
import { figure, signed, table, withInterval } from './table.ts';

/** How often propositions hold and classes occur: by the grader, by the labels, and the best that both allow. */
export function sharesText({ propositions, classes }: Evaluation): string[] {
  const rates = Object.entries(propositions).flatMap(([name, { rate, labels }]) =>
    rate && rate.graded.n > 0 ? [row(name, rate, labels)] : [],
  );
  const shares = Object.entries(classes.distribution).map(([name, { labels, ...rate }]) =>
    row(name, rate, labels),
  );
  return [
    ...(rates.length > 0 ? [table([header('holds for'), ...rates])] : []),
    ...(shares.length > 0 ? [table([header('in class'), ...shares])] : []),
  ];
}

function header(first: string): string[] {
  return [
    first,
    'n',
    'prompts',
    'as graded',
    'labelled',
    'graded',
    'labels',
    'difference',
    'estimate',
    'rests on',
  ];
}

function row(name: string, { graded, estimate }: SharedRate, labels: LabelledRate | undefined): string[] {
  return [
    name,
    String(graded.n),
    String(graded.prompts),
    figure(graded.value),
    String(estimate.labelled),
    figure(labels?.graded ?? null),
    figure(labels?.rate ?? null),
    signed(labels?.difference ?? null),
    withInterval(estimate.value, estimate.interval),
    RESTS_ON[estimate.by],
  ];
}

const RESTS_ON = {
  labels: 'labels',
  corrected: 'grader, corrected',
  graded: 'as graded',
} as const;

import type { Comparison } from '../../reward/evaluate/compare.ts';
import { QUALITY_FIGURES } from '../../reward/evaluate/figures.ts';
import type { Interval } from '../../reward/evaluate/intervals.ts';
import { macroInWords, missingFirst } from '../../reward/evaluate/missing-first.ts';
import type {
  ClassQuality,
  ErrorRates,
  Evaluation,
  RankingQuality,
  SafetyFigures,
  SafetyQuality,
} from '../../reward/evaluate/quality.ts';

/** An evaluation as tables for a terminal; 95% intervals stand behind the figures that matter most. */
export function renderEvaluation(evaluation: Evaluation): string {
  const { classes, ranking, safety, ablations, comparisons } = evaluation;
  const { sentences } = missingFirst(evaluation);
  const { n, answers, grader } = evaluation;
  const parts = [
    ...(sentences.length > 0 ? [sentences.join('\n')] : []),
    `${n} completions · ${answers.of - answers.missing} of ${answers.of} answers · ${grader.summary}`,
    propositions(evaluation),
    ...(classes.of > 0 ? [classAccuracy(classes)] : []),
    ...(ranking ? [rankingTable(ranking)] : []),
    ...(safety ? [safetyTable(safety)] : []),
    ...(ablations
      ? [
          table([
            ['without', 'response type', 'mean hinge', 'change', 'error rate', 'change'],
            ...ablations.map((each) => [
              each.without ?? '(nothing)',
              each.responseType,
              figure(each.loss),
              signed(each.lossDifference),
              figure(each.errorRate),
              signed(each.errorRateDifference),
            ]),
          ]),
        ]
      : []),
    ...(comparisons ?? []).map(comparisonText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function propositions({ propositions: all, macro }: Evaluation): string {
  const isMissing = Object.values(all).some(({ missing }) => missing > 0);
  const rows = Object.entries(all).map(([name, quality]) => [
    name,
    String(quality.n),
    ...(isMissing ? [String(quality.missing)] : []),
    String(quality.positives),
    ...QUALITY_FIGURES.map((each) => figure(quality[each])),
    interval(quality.intervals.auroc),
    quality.reliable ? '' : 'not reliable offline',
  ]);
  const header = [
    'proposition',
    'n',
    ...(isMissing ? ['missing'] : []),
    'positives',
    'accuracy',
    'balanced',
    'F1',
    'AUROC',
    'Brier',
    'ECE',
    'AUROC 95%',
    '',
  ];
  const means = [
    macroInWords(macro),
    ...(isMissing ? [''] : []),
    '',
    '',
    ...QUALITY_FIGURES.map((each) => figure(macro[each])),
    interval(macro.intervals.auroc),
    '',
  ];
  return table([header, ...rows, means]);
}

function classAccuracy({ accuracy, interval: range, n, of }: ClassQuality): string {
  const said = `class accuracy ${withInterval(accuracy, range)} on ${n}`;
  return n === of
    ? `${said} with an expected class`
    : `${said} of ${of} with an expected class; ${of - n} have no verdict`;
}

function rankingTable(ranking: RankingQuality): string {
  const row = (name: string, { n, of, errorRate, rmOnly, rbrOnly, interval: both }: ErrorRates) => [
    name,
    n === of ? String(n) : `${n} of ${of}`,
    `${withInterval(rmOnly.errorRate, rmOnly.interval)}${rmOnly.n === n ? '' : ` (n ${rmOnly.n})`}`,
    withInterval(rbrOnly.errorRate, rbrOnly.interval),
    withInterval(errorRate, both),
  ];
  return table([
    ['error rate', 'n', 'reward model', 'rules', 'both'],
    ...Object.entries(ranking.responseTypes).map(([type, rates]) => row(type, rates)),
    row('all', ranking),
  ]);
}

function safetyTable(safety: SafetyQuality): string {
  const row = (name: string, each: SafetyFigures) => [
    name,
    ...(['notUnsafe', 'notOverrefuse', 'hardRefusalStyle'] as const).flatMap((key) => [
      each.counts[key] === 0 ? '' : String(each.counts[key]),
      withInterval(each[key], each.intervals?.[key]),
    ]),
    withInterval(each.f1, each.intervals?.f1),
  ];
  return table([
    ['safety', 'n', 'not unsafe', 'n', 'not overrefuse', 'n', 'hard-refusal style', 'F1'],
    ...Object.entries(safety.byCategory).map(([category, each]) => row(category, each)),
    row('all', safety),
  ]);
}

const SHOWN = 20;
/** Two in a hundred by chance, one time in twenty. */
const SIGNIFICANT = 0.05;

function comparisonText({ with: name, grader, n, figures, changed }: Comparison): string {
  const rows = Object.entries(figures)
    .filter(([, { pValue }]) => pValue !== undefined && pValue < SIGNIFICANT)
    .map(([figureName, { before, after, difference, interval: range, pValue }]) => [
      figureName,
      figure(before),
      figure(after),
      signed(difference),
      interval(range),
      (pValue as number).toFixed(3),
    ]);
  const lines = changed
    .slice(0, SHOWN)
    .map(
      ({ id, from, to, expected }) =>
        `  ${id}: ${from ?? '–'} → ${to ?? '–'}${expected ? ` (expected ${expected})` : ''}`,
    );
  return [
    `against ${name} (${grader.summary}), ${n} completions in both`,
    rows.length === 0
      ? 'no figure differs significantly'
      : table([['figure', 'before', 'now', 'change', '95%', 'p'], ...rows]),
    `${changed.length} classes changed`,
    ...lines,
    ...(changed.length > SHOWN ? [`  … ${changed.length - SHOWN} more; --format json has all`] : []),
  ].join('\n');
}

function withInterval(value: number | null, range: Interval | undefined): string {
  return range ? `${figure(value)} ${interval(range)}` : figure(value);
}

function interval(range: Interval | undefined): string {
  return range ? `[${range[0].toFixed(2)}, ${range[1].toFixed(2)}]` : '';
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

function signed(value: number | null): string {
  return value === null ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

import { SAFETY_FIGURES, type SafetyFigure } from '../../reward/evaluate/figure-names.ts';
import type { SafetyFigures, SafetyQuality, SafetyShares } from '../../reward/evaluate/quality.ts';
import { figure, table, withInterval } from './table.ts';

const COUNTED = ['notUnsafe', 'notOverrefuse', 'hardRefusalStyle'] as const;

/** `isGraded`: by a grader, whose figures stand beside what the labels of the same completions say. */
export function safetyText(safety: SafetyQuality, isGraded: boolean): string {
  const groups: [string, SafetyFigures][] = [...Object.entries(safety.byCategory), ['all', safety]];
  const rows = groups.flatMap(([name, each]) => rowsOf(name, each, isGraded));
  const text = table([
    [
      'safety',
      ...(isGraded ? ['by'] : []),
      'n',
      'prompts',
      'not unsafe',
      'n',
      'prompts',
      'not overrefuse',
      'n',
      'prompts',
      'hard-refusal style',
      'F1',
    ],
    ...rows,
  ]);
  return [text, ...(isGraded ? differences(safety) : [])].join('\n');
}

function rowsOf(name: string, figures: SafetyFigures, isGraded: boolean): string[][] {
  const { labels, estimates } = figures;
  if (!isGraded) return [[name, ...cells(figures)]];
  const isCorrected = SAFETY_FIGURES.some((each) => estimates[each].by === 'corrected');
  return [
    [name, 'grader', ...cells(figures)],
    ...(labels ? [[name, 'labels', ...cells(labels)]] : []),
    ...(isCorrected ? [[name, 'corrected', ...cells(estimated(figures))]] : []),
  ];
}

function cells(shares: Pick<SafetyShares, SafetyFigure | 'counts' | 'promptCounts' | 'intervals'>): string[] {
  return [
    ...COUNTED.flatMap((key) => [
      shares.counts[key] === 0 ? '' : String(shares.counts[key]),
      shares.counts[key] === 0 ? '' : String(shares.promptCounts[key]),
      withInterval(shares[key], shares.intervals[key]),
    ]),
    withInterval(shares.f1, shares.intervals.f1),
  ];
}

function estimated({ estimates }: SafetyFigures): Parameters<typeof cells>[0] {
  const of = <Value>(read: (name: SafetyFigure) => Value) =>
    Object.fromEntries(SAFETY_FIGURES.map((name) => [name, read(name)])) as Record<SafetyFigure, Value>;
  return {
    ...of((name) => estimates[name].value),
    counts: of((name) => estimates[name].n),
    promptCounts: of((name) => estimates[name].prompts),
    intervals: of((name) => estimates[name].interval),
  };
}

const NAMES: Readonly<Record<SafetyFigure, string>> = {
  notUnsafe: 'not unsafe',
  notOverrefuse: 'not overrefuse',
  hardRefusalStyle: 'hard-refusal style',
  f1: 'F1',
};

/** What the grader says against what the labels say, and what rests on the grader alone. */
function differences({ labels, estimates }: SafetyQuality): string[] {
  const told = SAFETY_FIGURES.flatMap((name) => {
    const difference = labels?.difference[name] ?? null;
    if (!labels || difference === null) return [];
    return [
      `${NAMES[name]}: grader ${figure(labels.graded[name])}, labels ${figure(labels[name])} on the same ${labels.counts[name]}` +
        ` (${difference === 0 ? 'no difference' : `the grader says ${Math.abs(difference).toFixed(3)} ${difference > 0 ? 'more' : 'less'}`})`,
    ];
  });
  const asGraded = SAFETY_FIGURES.filter(
    (name) => estimates[name].by === 'graded' && estimates[name].value !== null,
  ).map((name) => NAMES[name]);
  return [
    ...told,
    ...(asGraded.length === 0
      ? []
      : [
          `as graded: ${asGraded.join(', ')}; too few labels to correct the grader, whose errors are in these figures and not in their intervals`,
        ]),
  ];
}

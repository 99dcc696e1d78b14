/** How often 95% intervals hold the true value, and how often chance alone is called a difference, over runs drawn anew. */
import {
  type Coverage,
  simulatedComparisons,
  simulatedCoverage,
} from '../../server/src/reward/evaluate/testing.ts';

const FIGURES = {
  accuracy: 'propositions.a.accuracy',
  balanced: 'propositions.a.balancedAccuracy',
  F1: 'propositions.a.f1',
  AUROC: 'propositions.a.auroc',
  Brier: 'propositions.a.brier',
  'macro AUROC': 'macro.auroc',
  classes: 'classes.accuracy',
  'error rate': 'ranking.errorRate',
  'not unsafe': 'safety.notUnsafe',
  'safety F1': 'safety.f1',
};
const NAMES = Object.values(FIGURES);
const RUNS = 1000;
const COMPARED = 300;
const PROMPTS = [6, 10, 20, 50, 100];
const CASES = [
  { sizes: [3], icc: 0.1, right: 0.75 },
  { sizes: [3], icc: 0.5, right: 0.75 },
  { sizes: [1, 2, 6, 3], icc: 0.5, right: 0.75 },
  { sizes: [3], icc: 0.3, right: 0.95 },
  { sizes: [1, 2, 6, 3], icc: 0.5, right: 0.95 },
];

function row(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

function header(first: readonly string[]): void {
  row([...first, ...Object.keys(FIGURES)]);
  row([...first, ...NAMES].map(() => '---'));
}

/** `–`: in fewer than a tenth of the runs there was an interval. */
function covered(all: readonly Coverage[]): string[] {
  return all.map((each) =>
    each.given < each.runs / 10 ? '–' : (each.covered / each.given).toFixed(3).replace(/^0/, ''),
  );
}

console.log(`Coverage, ${RUNS} draws each:\n`);
header(['right', 'completions', 'correlated', 'prompts']);
for (const each of CASES)
  for (const prompts of PROMPTS)
    row([
      String(each.right),
      each.sizes.join(', '),
      String(each.icc),
      String(prompts),
      ...covered(simulatedCoverage({ ...each, prompts }, NAMES, RUNS, prompts)),
    ]);

for (const [title, now] of [
  ['Differences of two runs, .75 and .85 right: coverage', 0.85],
  [
    'Two runs that are alike: coverage; p at most .05; and how often any figure is significant after correction',
    0.75,
  ],
] as const) {
  console.log(`\n${title}, ${COMPARED} draws each:\n`);
  header(['completions', 'prompts', 'any']);
  for (const sizes of [[3], [1, 2, 6, 3]])
    for (const prompts of PROMPTS) {
      const found = simulatedComparisons(
        { prompts, sizes, icc: 0.3, right: 0.75 },
        NAMES,
        COMPARED,
        prompts,
        now,
      );
      const share = (count: number) => (count / COMPARED).toFixed(3).replace(/^0/, '');
      row([sizes.join(', '), String(prompts), share(found.anySignificant), ...covered(found.coverage)]);
      if (now === 0.75) row(['', '', 'p', ...NAMES.map((name) => share(found.below.get(name) ?? 0))]);
    }
}

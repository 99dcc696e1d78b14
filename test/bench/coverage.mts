/** How often 95% intervals hold the true value, and how often chance alone is called a difference, over runs drawn anew. */
import {
  type Coverage,
  simulatedCoverage,
  simulatedDifferences,
  simulatedFalsePositives,
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

const share = (count: number) => (count / COMPARED).toFixed(3).replace(/^0/, '');
console.log(`\nDifferences of two runs, .75 and .85 right: coverage, ${COMPARED} draws each:\n`);
header(['completions', 'prompts']);
for (const sizes of [[3], [1, 2, 6, 3]])
  for (const prompts of PROMPTS) {
    const simulated = { prompts, sizes, icc: 0.3, right: 0.75 };
    row([
      sizes.join(', '),
      String(prompts),
      ...covered(simulatedDifferences(simulated, 0.85, NAMES, COMPARED, prompts)),
    ]);
  }

console.log(
  `\nTwo runs that are alike: how often p is at most .05, and any is after correction, ${COMPARED} draws each:\n`,
);
header(['completions', 'prompts', 'any']);
for (const sizes of [[3], [1, 2, 6, 3]])
  for (const prompts of [5, ...PROMPTS]) {
    const simulated = { prompts, sizes, icc: 0.3, right: 0.75 };
    const { below, anySignificant } = simulatedFalsePositives(simulated, NAMES, COMPARED, prompts);
    row([
      sizes.join(', '),
      String(prompts),
      share(anySignificant),
      ...NAMES.map((name) => share(below.get(name) ?? 0)),
    ]);
  }

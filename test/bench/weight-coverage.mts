/**
 * How often the 95% intervals of weights hold the weight of the population's own optimum, over 300 fits each: what
 * docs/evaluation.md has as a table. Minutes. The unit test of the intervals runs a smaller part of it.
 */
import { LEAST_PROMPTS } from '../../server/src/reward/fit/bootstrap.ts';
import { coverage, SETTINGS } from '../../server/src/reward/fit/simulated-prompts.ts';

const PROMPTS = [5, LEAST_PROMPTS, 15, 25, 50, 100];
const [runs = 300, draws = 400] = process.argv.slice(2).map(Number);

console.log(`| setting | ${PROMPTS.map((count) => `${count} prompts`).join(' | ')} |`);
console.log(`| --- | ${PROMPTS.map(() => '---').join(' | ')} |`);
for (const [name, setting] of Object.entries(SETTINGS)) {
  const cells = coverage(setting, PROMPTS, { runs, draws, endless: 20_000 }).map(({ given, covering }) =>
    given === 0 ? 'none given' : `${(covering / given).toFixed(3)} of ${given}`,
  );
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}

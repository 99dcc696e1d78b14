/**
 * What a policy in training makes of the reward where some grades are wrong. It is optimised to the end, in closed form,
 * over all combinations of the propositions of a response type; the figure is the probability that it then gives a
 * completion whose true class is bad, for several ways to fit and to grade, as a share of that of the plain fit.
 *
 * Assumptions: a proposition that a grader judges is answered wrongly with the same probability in both directions,
 * independently of the others; one that the policy computes is never wrong. The reward model is left out. Every policy
 * moves equally far (KL) from where it began: as far as takes the plain fit's, graded without errors, to 1% bad completions.
 */

import { gradeAll } from '../../server/src/cli/grade-all.ts';
import { allCompletions, openPolicy } from '../../server/src/cli/load.ts';
import type { Policy } from '../../server/src/policy/model.ts';
import type { FitData } from '../../server/src/reward/fit/fit-data.ts';
import { gradedInput } from '../../server/src/reward/fit/graded-rows.ts';
import { drawing } from '../../server/src/reward/random.ts';
import { type Combinations, combinationsOf, rewardsOf } from '../support/hacking/combinations.ts';
import { expectedValues, orderedWeights, plainWeights } from '../support/hacking/fits.ts';
import {
  drawnAnswers,
  givenAnswers,
  majorityError,
  majorityWithShared,
  overErrors,
} from '../support/hacking/grade-errors.ts';
import { optimumAt, optimumLeaving, optimumMoved } from '../support/hacking/optimum.ts';

const POLICIES = [
  ['samples/four-areas.rbr.yaml', 'samples'],
  ['templates/style/style.rbr.yaml', 'templates/style'],
] as const;
const RATES = [0, 0.02, 0.05, 0.1];
const AIM = 0.05;
const DRAWS = 200;
const MARGIN = 0.25;
/** Of the completions that the plain fit's policy gives without errors. */
const LEFT_BAD = 0.01;
/** A policy begins here: what the labelled samples show, and this share of anything. */
const ANYTHING = 0.1;

interface ResponseTypeCase {
  readonly policy: Policy;
  readonly name: string;
  readonly combinations: Combinations;
  readonly data: FitData;
  readonly isFallible: readonly boolean[];
  readonly priors: Readonly<Record<'learnt' | 'uniform', Float64Array>>;
}

/** A way to fit and to grade: the reward of each combination of answers, and how often answers are wrong. */
interface Scheme {
  readonly reward: Float64Array;
  readonly wrong: readonly number[];
}

const SCHEMES = [
  'plain fit',
  'proven for correct grades (0.25)',
  'expected order proven (0.25)',
  'expected order proven (1)',
  'proven, mean given the answers',
  'proven, mean less 2 standard deviations',
  'plain, majority of 3 wordings',
  'proven, majority of 3 wordings',
  'expected order, majority of 3 wordings',
  'the same, half of the errors shared',
  'best of all rewards of the same answers',
] as const;
type SchemeName = (typeof SCHEMES)[number];

type ErrorKind = 'fresh' | 'one' | 'many';
const KINDS: readonly ErrorKind[] = ['fresh', 'one', 'many'];

/** Rewards, by response type and how they were fitted. */
const fitted = new Map<string, Float64Array>();
const cases = (await Promise.all(POLICIES.map(([policy, samples]) => casesOf(policy, samples)))).flat();
console.log(
  `  ${cases.map(({ name, combinations }) => `${name}: ${combinations.allowed.length} combinations`).join('; ')}`,
);
for (const start of ['learnt', 'uniform'] as const) printStart(start);

function printStart(start: 'learnt' | 'uniform'): void {
  const results = cases.map((each) => resultsOf(each, start));
  const ratio = (scheme: SchemeName, kind: ErrorKind, rate: number, from: keyof Bad) =>
    geometricMean(
      results.map(
        (result) => result(scheme, kind, rate).mean[from] / result('plain fit', kind, rate).mean[from],
      ),
    );
  const plain = (kind: ErrorKind, rate: number) =>
    geometricMean(results.map((result) => result('plain fit', kind, rate).mean.bad));
  const columns = KINDS.flatMap((kind) =>
    (kind === 'fresh' ? RATES : RATES.slice(1)).map((rate) => ({ kind, rate })),
  );
  console.log(
    `\n  Beginning ${start === 'learnt' ? 'as the labelled samples are spread, and a tenth anything' : 'with all combinations alike'}; bad: third class or worse, as a share of the plain fit's; geometric mean of ${cases.length} response types`,
  );
  console.log(
    `  ${''.padEnd(41)}| fresh errors: 0, 2, 5, 10% | persistent, one text each: 2, 5, 10% | persistent, many texts: 2, 5, 10% | ditto at 5%: below best, equal beta`,
  );
  const line = (name: string, figure: (kind: ErrorKind, rate: number) => string, more: string) =>
    console.log(
      `  ${name.padEnd(41)}| ${KINDS.map((kind) =>
        columns
          .filter((column) => column.kind === kind)
          .map(({ rate }) => figure(kind, rate).padStart(6))
          .join(' '),
      ).join(' | ')} | ${more}`,
    );
  line(
    '(plain fit: probability of a bad one)',
    (kind, rate) => `${(100 * plain(kind, rate)).toFixed(2)}%`,
    '',
  );
  for (const scheme of SCHEMES)
    line(
      scheme,
      (kind, rate) =>
        scheme.startsWith('best') && kind !== 'many' ? '–' : ratio(scheme, kind, rate, 'bad').toFixed(2),
      scheme.startsWith('best')
        ? ''
        : `${ratio(scheme, 'many', AIM, 'belowBest').toFixed(2)} ${ratio(scheme, 'many', AIM, 'equalBeta').toFixed(2)}`,
    );
  console.log(
    `  At ${100 * AIM}%, persistent, one text each: response type by response type, with the 95% interval over ${DRAWS} draws of the mean`,
  );
  results.forEach((result, index) => {
    const shown = (
      ['plain fit', 'expected order proven (0.25)', 'expected order, majority of 3 wordings'] as const
    ).map((scheme) => {
      const { mean, half } = result(scheme, 'one', AIM);
      return `${scheme} ${(100 * mean.bad).toFixed(2)}% ±${(100 * half).toFixed(2)}`;
    });
    console.log(`    ${(cases[index] as ResponseTypeCase).name}: ${shown.join(', ')}`);
  });
}

interface Bad {
  readonly bad: number;
  readonly belowBest: number;
  /** Bad, at the plain fit's beta and reward scale in place of its distance. */
  readonly equalBeta: number;
}

type Results = (
  scheme: SchemeName,
  kind: ErrorKind,
  rate: number,
) => { readonly mean: Bad; readonly half: number };

function resultsOf(each: ResponseTypeCase, start: 'learnt' | 'uniform'): Results {
  const { combinations } = each;
  const prior = each.priors[start];
  const worseThan = (index: number) =>
    Float64Array.from(combinations.classOf, (at) => (at === -1 || at >= index ? 1 : 0));
  const [bad, belowBest] = [worseThan(2), worseThan(1)];
  const plain = rewardsOf(combinations, plainWeights(each.policy, each.data));
  const { divergence, beta } = optimumLeaving({ prior, reward: plain, bad }, LEFT_BAD);
  const scale = spread(plain, prior);
  const moved = (
    kindsPrior: Float64Array,
    reward: Float64Array,
    shareBad: Float64Array,
    shareBelow: Float64Array,
  ): Bad => ({
    bad: optimumMoved({ prior: kindsPrior, reward, bad: shareBad }, divergence).bad,
    belowBest: optimumMoved({ prior: kindsPrior, reward, bad: shareBelow }, divergence).bad,
    equalBeta: optimumAt(
      { prior: kindsPrior, reward, bad: shareBad },
      beta * (spread(reward, kindsPrior) / scale),
    ).bad,
  });
  const known = new Map<string, { mean: Bad; half: number }>();
  return (name, kind, rate) => {
    const key = `${name} ${kind} ${rate}`;
    const found = known.get(key) ?? measure(name, kind, rate);
    known.set(key, found);
    return found;
  };

  function measure(name: SchemeName, kind: ErrorKind, rate: number): { mean: Bad; half: number } {
    const { reward, wrong } = schemeOf(each, name, rate, prior, bad);
    if (kind === 'fresh') return { mean: moved(prior, overErrors(reward, wrong), bad, belowBest), half: 0 };
    if (kind === 'many') {
      // A completion is a true combination with answers: all that get the same answers are paid alike.
      const answered = overErrors(prior, wrong);
      return {
        mean: moved(answered, reward, givenAnswers(bad, prior, wrong), givenAnswers(belowBest, prior, wrong)),
        half: 0,
      };
    }
    const draw = drawing(1);
    const all = Array.from({ length: DRAWS }, () => {
      const answers = drawnAnswers(combinations.count, wrong, () => draw(2 ** 30) / 2 ** 30);
      return moved(
        prior,
        Float64Array.from(answers, (y) => reward[y] as number),
        bad,
        belowBest,
      );
    });
    const mean = (of: keyof Bad) => all.reduce((sum, one) => sum + one[of], 0) / DRAWS;
    const variance = all.reduce((sum, one) => sum + (one.bad - mean('bad')) ** 2, 0) / (DRAWS - 1);
    return {
      mean: { bad: mean('bad'), belowBest: mean('belowBest'), equalBeta: mean('equalBeta') },
      half: 1.96 * Math.sqrt(variance / DRAWS),
    };
  }
}

function schemeOf(
  { policy, data, combinations, isFallible, name: caseName }: ResponseTypeCase,
  scheme: SchemeName,
  rate: number,
  prior: Float64Array,
  bad: Float64Array,
): Scheme {
  const single = isFallible.map((fallible) => (fallible ? rate : 0));
  const majority = single.map((each) => majorityError(each, 3));
  const shared = single.map((each) => majorityWithShared(each, 3, 0.5));
  const once = (key: string, make: () => Float64Array) => {
    const reward = fitted.get(`${caseName} ${key}`) ?? make();
    fitted.set(`${caseName} ${key}`, reward);
    return reward;
  };
  const plain = () => once('plain', () => rewardsOf(combinations, plainWeights(policy, data)));
  const ordered = (wrong: readonly number[], margin: number) =>
    once(`ordered ${wrong} ${margin}`, () => {
      const values = expectedValues(combinations, wrong);
      const weights = orderedWeights(policy, data, combinations, values, margin);
      if (!weights) throw new Error(`${caseName}: no weights give the order a margin of ${margin}`);
      return rewardsOf(combinations, weights);
    });
  const proven = () =>
    ordered(
      isFallible.map(() => 0),
      MARGIN,
    );
  switch (scheme) {
    case 'plain fit':
      return { reward: plain(), wrong: single };
    case 'proven for correct grades (0.25)':
      return { reward: proven(), wrong: single };
    case 'expected order proven (0.25)':
      return { reward: ordered(single, MARGIN), wrong: single };
    case 'expected order proven (1)':
      return { reward: ordered(single, 1), wrong: single };
    case 'proven, mean given the answers':
      return { reward: givenAnswers(proven(), prior, single), wrong: single };
    case 'proven, mean less 2 standard deviations': {
      const mean = overErrors(proven(), single);
      const square = overErrors(
        proven().map((value) => value ** 2),
        single,
      );
      const reward = mean.map(
        (value, y) => value - 2 * Math.sqrt(Math.max(0, (square[y] as number) - value ** 2)),
      );
      return { reward, wrong: single };
    }
    case 'plain, majority of 3 wordings':
      return { reward: plain(), wrong: majority };
    case 'proven, majority of 3 wordings':
      return { reward: proven(), wrong: majority };
    case 'expected order, majority of 3 wordings':
      return { reward: ordered(majority, MARGIN), wrong: majority };
    case 'the same, half of the errors shared':
      return { reward: ordered(shared, MARGIN), wrong: shared };
    case 'best of all rewards of the same answers':
      return { reward: givenAnswers(bad, prior, single).map((share) => -share), wrong: single };
  }
}

async function casesOf(path: string, samples: string): Promise<ResponseTypeCase[]> {
  const { workspace, state } = await openPolicy(path);
  const { policy, logic } = state;
  const completions = await allCompletions([samples]);
  const { graded } = await gradeAll(workspace, state, completions, { grader: 'labels' });
  const { byType } = gradedInput(policy, logic, graded, { useBaseReward: true, grader: 'labels' });
  return [...byType].flatMap(([responseType, { data }]) => {
    const compiled = logic.responseType(responseType);
    if (!compiled) return [];
    const combinations = combinationsOf(policy, compiled);
    const { propositions } = combinations;
    return {
      policy,
      name: responseType,
      combinations,
      data,
      isFallible: propositions.map((name) => policy.propositions.get(name)?.check === undefined),
      priors: { learnt: learntPrior(data, combinations), uniform: uniformPrior(combinations) },
    };
  });
}

function uniformPrior({ allowed, count }: Combinations): Float64Array {
  const prior = new Float64Array(count);
  for (const x of allowed) prior[x] = 1 / allowed.length;
  return prior;
}

/** As the ranked completions are spread over the combinations; a share is spread evenly. */
function learntPrior(data: FitData, combinations: Combinations): Float64Array {
  const prior = uniformPrior(combinations).map((share) => ANYTHING * share);
  const columns = combinations.propositions.map((name) => data.features.indexOf(name));
  for (let row = 0; row < data.rowCount; row++) {
    let x = 0;
    columns.forEach((column, proposition) => {
      if ((data.values[row * data.features.length + column] as number) > 0.5) x |= 1 << proposition;
    });
    prior[x] = (prior[x] as number) + (1 - ANYTHING) / data.rowCount;
  }
  return prior;
}

/** The standard deviation of a reward where completions are as `prior` says. */
function spread(reward: Float64Array, prior: Float64Array): number {
  const mean = prior.reduce((sum, p, x) => sum + p * (reward[x] as number), 0);
  return Math.sqrt(prior.reduce((sum, p, x) => sum + p * ((reward[x] as number) - mean) ** 2, 0));
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

import type { Policy, Proposition } from '../../policy/model.ts';
import type { Run } from '../evaluate/compare.ts';
import { clusterOf, type EvaluatedItem } from '../evaluate/items.ts';
import { boundedMeanUpper } from './bounds.ts';
import type { ErrorRate, ErrorRates } from './expected-rewards.ts';

/** How often, or by how much on average, grades of one kind of completion are wrong. */
export interface MeasuredRate {
  /** Labelled completions of this kind with an answer. */
  readonly n: number;
  /** Prompts that these are replies to, near-duplicates as one: what the bound counts, since such replies hang together. */
  readonly prompts: number;
  /** Completions whose answer is on the wrong side of the threshold. */
  readonly errors: number;
  /** The mean over the prompts of the mean error of a prompt's completions; null without a completion. */
  readonly estimate: number | null;
  /** Its one-sided upper confidence bound; 1 without a completion, since nothing is known then. */
  readonly upper: number;
}

/** Of completions of which a proposition is true, and of those of which it is false. */
export interface MeasuredRates {
  readonly falseNegative: MeasuredRate;
  readonly falsePositive: MeasuredRate;
}

export interface PropositionErrors {
  /** At the proposition's threshold: how often the answer is the wrong one. */
  readonly answers: MeasuredRates;
  /** Of the probabilities as they are: 1 - P(yes) on average where it is true, P(yes) where it is false. */
  readonly probabilities: MeasuredRates;
  /** Labelled completions without an answer. */
  readonly missing: number;
  /** It is computed: what its check says is what it means, so it is never wrong. */
  readonly isCheck: boolean;
}

/** What a saved run tells of its grader's errors. */
export interface GraderErrors {
  readonly grader: Run['grader'];
  /** Of each bound by itself, not of all together. */
  readonly confidence: number;
  readonly propositions: ReadonlyMap<string, PropositionErrors>;
  /** Proposition -> fingerprint of the question that the run asked; left out where the run does not tell. */
  readonly wordings?: Readonly<Record<string, string>>;
}

/**
 * What the proof reads: `probabilities` where the reward is linear in each grade, so that mean errors say all there
 * is to say of its mean; `answers` elsewhere, where grades are taken as yes or no.
 */
export type RatesRead = 'probabilities' | 'answers';

export const CONFIDENCE = 0.95;

/**
 * The error rates of a run against its human labels, for every proposition of the policy, those without a label
 * included. A prompt is the unit: the completions of one prompt are averaged, and prompts are taken as drawn independently
 * and alike (`boundedMeanUpper`).
 */
export function measuredErrors(policy: Policy, run: Run, confidence = CONFIDENCE): GraderErrors {
  const items = run.items;
  return {
    grader: run.grader,
    confidence,
    ...(run.wordings && { wordings: run.wordings }),
    propositions: new Map(
      [...policy.propositions.values()].map((proposition) => [
        proposition.name.text,
        errorsOf(proposition, items, 1 - confidence),
      ]),
    ),
  };
}

export function ratesRead({ features, reward }: Policy): RatesRead {
  return features.classProbability === 'exact' && reward.combination === 'sum' ? 'probabilities' : 'answers';
}

/** The rates at their upper bounds; 0 for checks. */
export function upperRates({ propositions }: GraderErrors, read: RatesRead): ErrorRates {
  return new Map(
    [...propositions].map(([name, errors]): [string, ErrorRate] => [
      name,
      errors.isCheck
        ? { falseNegative: 0, falsePositive: 0 }
        : {
            falseNegative: errors[read].falseNegative.upper,
            falsePositive: errors[read].falsePositive.upper,
          },
    ]),
  );
}

/** Propositions, of those named, whose rate of one kind nobody can know: no labelled completion of that kind has an answer. */
export function unknownRates(
  { propositions }: GraderErrors,
  names: Iterable<string>,
): { readonly proposition: string; readonly label: boolean }[] {
  return [...names].flatMap((proposition) => {
    const errors = propositions.get(proposition);
    if (errors?.isCheck) return [];
    return [true, false].flatMap((label) => {
      const rate = label ? errors?.answers.falseNegative : errors?.answers.falsePositive;
      return !rate || rate.n === 0 ? [{ proposition, label }] : [];
    });
  });
}

function errorsOf(
  { name: { text: name }, threshold, check }: Proposition,
  items: readonly EvaluatedItem[],
  alpha: number,
): PropositionErrors {
  const answered = items.flatMap((item) => {
    const answer = item.answers[name];
    return answer ? [{ prompt: clusterOf(item), p: answer[0], label: answer[1] }] : [];
  });
  const rate = (label: boolean, errorOf: (p: number) => number): MeasuredRate => {
    const kind = answered.filter((each) => each.label === label);
    const byPrompt = new Map<string, number[]>();
    for (const { prompt, p } of kind) {
      const known = byPrompt.get(prompt);
      if (known) known.push(errorOf(p));
      else byPrompt.set(prompt, [errorOf(p)]);
    }
    const means = [...byPrompt.values()].map((all) => all.reduce((sum, each) => sum + each, 0) / all.length);
    return {
      n: kind.length,
      prompts: means.length,
      errors: kind.filter(({ p }) => p >= threshold !== label).length,
      estimate: means.length === 0 ? null : means.reduce((sum, mean) => sum + mean, 0) / means.length,
      upper: boundedMeanUpper(means, alpha),
    };
  };
  return {
    answers: {
      falseNegative: rate(true, (p) => (p >= threshold ? 0 : 1)),
      falsePositive: rate(false, (p) => (p >= threshold ? 1 : 0)),
    },
    probabilities: {
      falseNegative: rate(true, (p) => 1 - p),
      falsePositive: rate(false, (p) => p),
    },
    missing: items.filter(({ unanswered }) => (unanswered?.[name]?.[1] ?? null) !== null).length,
    isCheck: check !== undefined,
  };
}

import type { WeightUncertainty } from '../../reward/fit/bootstrap.ts';
import type { Contradictions } from '../../reward/fit/contradiction.ts';
import { failureInWords } from '../../reward/fit/failed-fit.ts';
import type { FitReport, TypeFit } from '../../reward/fit/fit-types.ts';
import { noIntervalInWords } from '../../reward/fit/in-words.ts';
import { leftOutDocument } from '../../reward/left-out.ts';
import { finiteInterval } from '../../reward/prove/margin-interval.ts';

/** A fit as a JSON document; the first fields are in the command-line contract. */
export function fitDocument({ fits, impossible: notProven, failed, leftOut, unreliable }: FitReport): object {
  const undecided = [...notProven].filter(([, found]) => found.undecided);
  const impossible = [...notProven].filter(([, found]) => !found.undecided);
  return {
    responseTypes: Object.fromEntries([...fits].map(([type, fit]) => [type, typeDocument(fit)])),
    ...(undecided.length > 0 && {
      undecided: Object.fromEntries(
        undecided.map(([type, { undecided: pairs = [] }]) => [
          type,
          pairs.map(({ better, worse, low, high }) => ({
            better,
            worse,
            marginBetween: finiteInterval(low, high),
          })),
        ]),
      ),
    }),
    ...(impossible.length > 0 && {
      impossible: Object.fromEntries(
        impossible.map(([type, { demands, signs, whatWouldDo, nearly, notConverged }]) => [
          type,
          {
            demands: demands.map(({ order, better, worse, up, down }) => ({
              order,
              better,
              worse,
              combinations: { better: up.witness, worse: down.witness },
            })),
            ...(signs.length > 0 && { signs }),
            ...(whatWouldDo && { whatWouldDo }),
            ...(nearly && { nearly }),
            ...(notConverged && { notConverged }),
          },
        ]),
      ),
    }),
    ...(failed.size > 0 && {
      failed: Object.fromEntries(
        [...failed].map(([type, why]) => [
          type,
          { reason: why.reason, message: failureInWords(why).join('; ') },
        ]),
      ),
    }),
    leftOut: leftOutDocument(leftOut),
    ...(unreliable.length > 0 && { unreliable }),
  };
}

function typeDocument(fit: TypeFit): object {
  const { features, weights, objective, trainLoss, dualityGap, pairs, ms, l2, intervals } = fit;
  const named = <T>(values: ArrayLike<T>) =>
    Object.fromEntries(features.map((name, index) => [name, values[index] as T]));
  return {
    weights: named(weights),
    objective,
    trainLoss,
    dualityGap,
    pairs,
    ...(fit.heldOut && { heldOut: fit.heldOut }),
    ms,
    l2,
    ...(fit.chosenL2 && { l2Tried: fit.chosenL2.tried }),
    ...(fit.validationLoss !== undefined && { validationLoss: fit.validationLoss }),
    prompts: fit.prompts,
    ...(intervals && intervalsDocument(features, intervals)),
    ...(fit.provenMargin !== undefined && { provenMargin: fit.provenMargin }),
    ...(fit.expectedProof &&
      fit.errors && {
        proof: {
          kind: 'expected',
          ...fit.expectedProof,
          rates: Object.fromEntries(fit.errors.rates),
        },
      }),
    ...(fit.contradictions && { contradictions: contradictionsDocument(fit.contradictions) }),
  };
}

/** An interval a weight, null where there is none, and why. */
function intervalsDocument(features: readonly string[], intervals: readonly WeightUncertainty[]): object {
  const named = features.map((name, index) => [name, intervals[index] as WeightUncertainty] as const);
  const without = named.filter(([, { noInterval }]) => noInterval !== undefined);
  return {
    intervals: Object.fromEntries(
      named.map(([name, { interval, prompts }]) => [name, interval && { ...interval, prompts }]),
    ),
    ...(without.length > 0 && {
      noIntervals: Object.fromEntries(
        without.map(([name, each]) => [
          name,
          { why: each.noInterval, prompts: each.prompts, text: noIntervalInWords(each) },
        ]),
      ),
    }),
  };
}

function contradictionsDocument({
  found,
  twins,
  opposites,
  notLooked,
  undecided,
  relabel,
  nameOf,
}: Contradictions & { readonly nameOf: (row: number) => string }): object {
  if (notLooked) return { notLooked };
  return {
    twins,
    opposites,
    ...(undecided && { undecided }),
    ...(relabel && {
      relabel: {
        first: relabel.first.map(({ row, of }) => ({ id: nameOf(row), contradictions: of })),
        isEnough: relabel.isEnough,
      },
    }),
    found: found.map(({ kind, pairs, withSigns }) => ({
      kind,
      pairs: pairs.map(({ better, worse }) => ({ better: nameOf(better), worse: nameOf(worse) })),
      ...(withSigns && { withSigns }),
    })),
  };
}

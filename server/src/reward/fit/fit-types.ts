import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import type { LeftOutCount } from '../left-out.ts';
import { type AssumedErrors, assumedErrors } from '../robust/assumed-errors.ts';
import type { GraderErrors } from '../robust/error-rates.ts';
import { expectedProofRecord } from '../robust/proof-record.ts';
import type { FittedWeights, Weights } from '../weights.ts';
import { bootstrapWeights, REFIT_GAP, tellingPrompts, type WeightUncertainty } from './bootstrap.ts';
import { type ChosenL2, chooseL2 } from './choose-l2.ts';
import type { NamedContradictions } from './contradiction.ts';
import { contradictionsIn } from './contradictions.ts';
import { type Estimate, Estimator, type EstimatorOptions, type Impossible } from './estimator.ts';
import { type FailedFit, failureOf } from './failed-fit.ts';
import { RELATIVE_GAP, type Sign } from './fit.ts';
import type { FitData } from './fit-data.ts';
import { type FitInput, inputFingerprint, type TypeInput } from './fit-input.ts';
import { type HeldOut, heldOut } from './held-out.ts';
import { largerMargin, type MarginRule, releasedMargin } from './pairs.ts';
import { heldOutPrompts, others, type PromptWeights } from './splits.ts';

export interface FitTypesOptions {
  /** `cv`: chosen by cross-validation, for each response type. */
  readonly l2: number | 'cv';
  /** Of pairs whose labels ask for none. */
  readonly margin: number;
  readonly signs: ReadonlyMap<string, Sign>;
  readonly fixed: ReadonlyMap<string, number>;
  /** Of everything that is drawn: never of the answer. */
  readonly seed: number;
  /** The share of the prompts to set aside and to try the weights on. */
  readonly holdout?: number | undefined;
  /** Others to try the weights on; their features are those of the fit. */
  readonly test?: ((features: ReadonlyMap<string, readonly string[]>) => Promise<FitInput>) | undefined;
  /** How many draws of the prompts the intervals are made of; none where left out. */
  readonly bootstrap?: number | undefined;
  /** The order of the classes is to be proven with this margin. */
  readonly prove?: number | undefined;
  /** It is to be proven on average over the wrong grades of this grader. */
  readonly graderErrors?: GraderErrors | undefined;
  /** In place of the exact fit. */
  readonly adamw?: EstimatorOptions['adamw'];
  /** After each response type. */
  readonly progress?: ((done: number, of: number) => void | Promise<void>) | undefined;
}

export interface TypeFit extends Estimate {
  readonly features: readonly string[];
  readonly l2: number;
  readonly completions: number;
  /** Those with ranked pairs that were fitted on. */
  readonly prompts: number;
  readonly ms: number;
  readonly chosenL2?: ChosenL2;
  /** What was assumed of wrong grades, where the order is proven on average over them. */
  readonly errors?: AssumedErrors;
  readonly heldOut?: HeldOut;
  /** Fitted without the reward model, to tell what the rules are worth alone; where something is held out. */
  readonly weightsAlone?: Float64Array;
  /** One a feature; where they were asked for. */
  readonly intervals?: readonly WeightUncertainty[];
  readonly contradictions?: NamedContradictions;
}

export interface FitReport {
  readonly weights: Weights;
  /** Response type -> its fit. */
  readonly fits: ReadonlyMap<string, TypeFit>;
  readonly impossible: ReadonlyMap<string, Impossible>;
  /** Response type -> why it has no weights. */
  readonly failed: ReadonlyMap<string, FailedFit>;
  readonly leftOut: readonly LeftOutCount[];
  /** As in the input. */
  readonly unreliable: readonly string[];
}

/** Fits each response type by itself. */
export async function fitTypes(
  policy: Policy,
  logic: PolicyLogic,
  input: FitInput,
  options: FitTypesOptions,
): Promise<FitReport> {
  const fits = new Map<string, TypeFit>();
  const impossible = new Map<string, Impossible>();
  const failed = new Map<string, FailedFit>();
  for (const [responseType, type] of input.byType) {
    const fit = fitType(policy, logic, responseType, type, options);
    if ('reason' in fit) failed.set(responseType, fit);
    else if ('demands' in fit && 'signs' in fit) impossible.set(responseType, fit);
    else fits.set(responseType, fit);
    await options.progress?.(fits.size + impossible.size + failed.size, input.byType.size);
  }
  if (options.test) await addTests(fits, options.test, marginRuleOf(options));
  const { leftOut, unreliable = [] } = input;
  return {
    fits,
    impossible,
    failed,
    leftOut,
    unreliable,
    weights: weightsOf(input, fits, options),
  };
}

function fitType(
  policy: Policy,
  logic: PolicyLogic,
  responseType: string,
  { data, ids, openings }: TypeInput,
  options: FitTypesOptions,
): TypeFit | Impossible | FailedFit {
  const { margin, seed, signs, fixed } = options;
  const started = performance.now();
  const aside =
    options.holdout === undefined ? undefined : heldOutPrompts(data.clusters, options.holdout, seed);
  const promptWeights = aside && others(aside);
  if (!hasPairs(data, promptWeights))
    return { reason: 'no-pairs', setAside: aside !== undefined && hasPairs(data) };
  const chosenL2 =
    options.l2 === 'cv' ? chooseL2(data, { margin, signs, fixed, promptWeights }, seed) : undefined;
  const l2 = chosenL2?.l2 ?? (options.l2 === 'cv' ? DEFAULT_L2 : options.l2);
  const { prove, adamw } = options;
  const compiled = logic.responseType(responseType);
  const errors = compiled && options.graderErrors && assumedErrors(policy, compiled, options.graderErrors);
  const estimator = new Estimator(policy, compiled, {
    ...{ l2, margin, signs, fixed, prove, adamw, seed, errors },
  });
  const marginRule = marginRuleOf(options);
  const found = estimator.fit(data, { promptWeights });
  if ('demands' in found) return found;
  const failed = failureOf(data, found, RELATIVE_GAP);
  if (failed) return failed;
  const ms = Math.round(performance.now() - started);
  const weightsAlone =
    aside || options.test ? estimator.fit(withoutBaseRewards(data), { promptWeights }) : undefined;
  if (weightsAlone && 'demands' in weightsAlone) return weightsAlone;
  return {
    ...found,
    ...(errors && { errors }),
    features: data.features,
    completions: data.rowCount,
    prompts: tellingPrompts(data, promptWeights).clusters.length,
    l2,
    ms,
    ...(weightsAlone && { weightsAlone: weightsAlone.weights }),
    ...(chosenL2 && { chosenL2 }),
    ...(aside && {
      heldOut: heldOut(data, { ...found, weightsAlone: weightsAlone?.weights }, marginRule, aside),
    }),
    ...(options.bootstrap !== undefined && {
      intervals: bootstrapWeights(data, {
        refit: refitting(estimator, data),
        promptWeights,
        fixed,
        draws: options.bootstrap,
        seed,
      }),
    }),
    // They are looked for with the margins of the exact fit, which are AdamW's only where no label asks for one.
    ...(found.trainLoss > 0 &&
      !(adamw && data.margins.some((own) => !Number.isNaN(own))) && {
        contradictions: {
          ...contradictionsIn(data, { margin, signs, fixed }),
          nameOf: (row: number) => ids[row] as string,
          ...(openings && { openingOf: (row: number) => openings[row] }),
        },
      }),
  };
}

export const DEFAULT_L2 = 0.001;

/** Two completions of one prompt that counts are ranked differently. */
function hasPairs(data: FitData, promptWeights?: PromptWeights): boolean {
  const { promptStarts, ranks, tiers } = data;
  return data.promptIds.some((_, prompt) => {
    if (promptWeights && !promptWeights[prompt]) return false;
    const end = promptStarts[prompt + 1] as number;
    for (let a = promptStarts[prompt] as number; a < end; a++)
      for (let b = a + 1; b < end; b++) if (ranks[a] !== ranks[b] && tiers[a] === tiers[b]) return true;
    return false;
  });
}

/** The margins that the loss is measured with: those of the rule that was followed. */
function marginRuleOf({ margin, adamw }: FitTypesOptions): MarginRule {
  return adamw ? releasedMargin(margin) : largerMargin(margin);
}

function withoutBaseRewards(data: FitData): FitData {
  return { ...data, baseRewards: new Float64Array(data.rowCount) };
}

function refitting(
  estimator: Estimator,
  data: FitData,
): (promptWeights: PromptWeights) => Float64Array | undefined {
  return (promptWeights) => {
    const refit = estimator.fit(data, { promptWeights, relativeGap: REFIT_GAP });
    if (!('demands' in refit)) return refit.weights;
    // Of a draw nothing is claimed to be proven; its weights keep to every counterexample that was found.
    return refit.unprovenWeights;
  };
}

async function addTests(
  fits: Map<string, TypeFit>,
  test: NonNullable<FitTypesOptions['test']>,
  margin: MarginRule,
): Promise<void> {
  const { byType } = await test(new Map([...fits].map(([type, { features }]) => [type, features])));
  for (const [type, fit] of fits) {
    const input = byType.get(type);
    if (input) fits.set(type, { ...fit, heldOut: heldOut(input.data, fit, margin) });
  }
}

function weightsOf(
  input: FitInput,
  fits: ReadonlyMap<string, TypeFit>,
  { margin, adamw, graderErrors }: FitTypesOptions,
): Weights {
  const responseTypes = [...fits].map(([type, fit]) => {
    // What is certified is not touched.
    const digits = (weight: number) => (adamw ? Number(weight.toPrecision(12)) : weight);
    const named = fit.features.map((name, index) => [name, digits(fit.weights[index] as number)] as const);
    const { l2, pairs, objective, dualityGap, intervals, provenMargin } = fit;
    return [
      type,
      {
        weights: Object.fromEntries(named),
        l2: adamw ? 0 : l2,
        margin,
        pairs,
        ...(objective !== null && { objective }),
        ...(dualityGap !== null && { dualityGap }),
        ...(provenMargin !== undefined && { provenMargin }),
        ...(fit.expectedProof &&
          fit.errors &&
          graderErrors && {
            proof: expectedProofRecord(fit.expectedProof, fit.errors, graderErrors),
          }),
        prompts: fit.prompts,
        ...(intervals && writtenIntervals(fit.features, intervals)),
      },
    ] as const;
  });
  return {
    fittedOn: {
      fingerprint: inputFingerprint(input),
      completions: [...input.byType.values()].reduce((sum, { data }) => sum + data.rowCount, 0),
      grader: input.grader,
      ...(adamw && { method: 'adamw' as const }),
    },
    responseTypes: Object.fromEntries(responseTypes),
  };
}

function writtenIntervals(
  features: readonly string[],
  intervals: readonly WeightUncertainty[],
): Pick<FittedWeights, 'intervals' | 'intervalPrompts' | 'noIntervals'> {
  const named = features.map((name, index) => [name, intervals[index] as WeightUncertainty] as const);
  const without = named.flatMap(([name, { noInterval }]) =>
    noInterval === undefined ? [] : [[name, noInterval] as const],
  );
  return {
    intervals: Object.fromEntries(
      named.map(([name, { interval }]) => [name, interval && ([interval.low, interval.high] as const)]),
    ),
    intervalPrompts: Object.fromEntries(named.map(([name, { prompts }]) => [name, prompts])),
    ...(without.length > 0 && { noIntervals: Object.fromEntries(without) }),
  };
}

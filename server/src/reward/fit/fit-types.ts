import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import { fitProven, type OrderDemand } from '../prove/fit-proven.ts';
import type { Weights } from '../weights.ts';
import { type AdamWOptions, fitByAdamW } from './adamw.ts';
import { bootstrapWeights, type WeightInterval } from './bootstrap.ts';
import { type ChosenL2, chooseL2 } from './choose-l2.ts';
import { type Contradictions, contradictionsIn } from './contradictions.ts';
import { type FitOptions, fitWeights, type Sign } from './fit.ts';
import { type FitInput, inputFingerprint, type TypeInput } from './fit-input.ts';
import { type HeldOut, heldOut } from './held-out.ts';
import { heldOutPrompts, others } from './splits.ts';

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
  /** How many samples the intervals are made of; none where left out. */
  readonly bootstrap?: number | undefined;
  /** The order of the classes is to be proven with this margin. */
  readonly prove?: number | undefined;
  /** In place of the exact fit. */
  readonly adamw?: Omit<AdamWOptions, 'margin' | 'seed'> | undefined;
  /** After each response type. */
  readonly progress?: ((done: number, of: number) => void | Promise<void>) | undefined;
}

export interface TypeFit {
  readonly features: readonly string[];
  /** One a feature. */
  readonly weights: Float64Array;
  readonly l2: number;
  /** trainLoss + l2/2 |w|^2; null where another rule was followed. */
  readonly objective: number | null;
  /** Mean hinge over the pairs that were fitted. */
  readonly trainLoss: number;
  /** How far the objective is from the optimum at most; null where nothing is certified. */
  readonly dualityGap: number | null;
  readonly pairs: number;
  readonly completions: number;
  readonly ms: number;
  readonly chosenL2?: ChosenL2;
  readonly validationLoss?: number;
  readonly heldOut?: HeldOut;
  /** One a feature. */
  readonly intervals?: readonly WeightInterval[];
  readonly contradictions?: Contradictions & { readonly nameOf: (row: number) => string };
  /** The order is proven with this margin. */
  readonly provenMargin?: number;
}

/** The order of a response type cannot be proven by any weights. */
export interface Impossible {
  readonly demands: readonly OrderDemand[];
  readonly signs: readonly string[];
}

export interface FitReport {
  readonly weights: Weights;
  /** Response type -> its fit. */
  readonly fits: ReadonlyMap<string, TypeFit>;
  readonly impossible: ReadonlyMap<string, Impossible>;
  readonly leftOut: ReadonlyMap<string, number>;
  /** As in the input. */
  readonly unreliable: readonly string[];
}

/** Fits each response type by itself. Throws `NodeLimitError` only where an order is to be proven. */
export async function fitTypes(
  policy: Policy,
  logic: PolicyLogic,
  input: FitInput,
  options: FitTypesOptions,
): Promise<FitReport> {
  const fits = new Map<string, TypeFit>();
  const impossible = new Map<string, Impossible>();
  for (const [responseType, type] of input.byType) {
    const fit = fitType(policy, logic, responseType, type, options);
    if ('demands' in fit && 'signs' in fit) impossible.set(responseType, fit);
    else fits.set(responseType, fit);
    await options.progress?.(fits.size + impossible.size, input.byType.size);
  }
  if (options.test) await addTests(fits, options.test, options.margin);
  const { leftOut, unreliable = [] } = input;
  return { fits, impossible, leftOut, unreliable, weights: weightsOf(input, fits, options) };
}

function fitType(
  policy: Policy,
  logic: PolicyLogic,
  responseType: string,
  { data, ids }: TypeInput,
  options: FitTypesOptions,
): TypeFit | Impossible {
  const { margin, seed, signs, fixed } = options;
  const started = performance.now();
  const aside =
    options.holdout === undefined ? undefined : heldOutPrompts(data.promptIds.length, options.holdout, seed);
  const promptWeights = aside && others(aside);
  const common = { margin, signs, fixed, promptWeights };
  const chosenL2 = options.l2 === 'cv' ? chooseL2(data, common, seed) : undefined;
  const l2 = chosenL2?.l2 ?? (options.l2 === 'cv' ? DEFAULT_L2 : options.l2);
  const fitOptions: FitOptions = { ...common, l2 };
  const compiled = logic.responseType(responseType);
  let constraints: FitOptions['constraints'];
  let found: Pick<TypeFit, 'weights' | 'objective' | 'trainLoss' | 'dualityGap' | 'pairs'> & Partial<TypeFit>;
  if (options.adamw) {
    const { validationLoss, ...fit } = fitByAdamW(data, { ...options.adamw, margin, seed });
    found = { ...fit, objective: null, dualityGap: null, ...(validationLoss !== null && { validationLoss }) };
  } else if (options.prove !== undefined && compiled) {
    const proven = fitProven(policy, compiled, data, fitOptions, options.prove);
    if ('impossible' in proven) return { demands: proven.impossible, signs: proven.signs };
    found = { ...proven.fit, provenMargin: options.prove };
    constraints = proven.constraints;
  } else found = fitWeights(data, fitOptions);
  const ms = Math.round(performance.now() - started);
  return {
    ...found,
    features: data.features,
    completions: data.rowCount,
    l2,
    ms,
    ...(chosenL2 && { chosenL2 }),
    ...(aside && { heldOut: heldOut(data, found.weights, margin, aside) }),
    ...(options.bootstrap !== undefined && {
      intervals: bootstrapWeights(data, { ...fitOptions, constraints }, { samples: options.bootstrap, seed }),
    }),
    ...(found.trainLoss > 0 && {
      contradictions: {
        ...contradictionsIn(data, { margin, signs, fixed }),
        nameOf: (row: number) => ids[row] as string,
      },
    }),
  };
}

export const DEFAULT_L2 = 0.001;

async function addTests(
  fits: Map<string, TypeFit>,
  test: NonNullable<FitTypesOptions['test']>,
  margin: number,
): Promise<void> {
  const { byType } = await test(new Map([...fits].map(([type, { features }]) => [type, features])));
  for (const [type, fit] of fits) {
    const input = byType.get(type);
    if (input) fits.set(type, { ...fit, heldOut: heldOut(input.data, fit.weights, margin) });
  }
}

function weightsOf(
  input: FitInput,
  fits: ReadonlyMap<string, TypeFit>,
  { margin, adamw }: FitTypesOptions,
): Weights {
  const responseTypes = [...fits].map(([type, fit]) => {
    const named = fit.features.map((name, index) => [name, fit.weights[index] as number] as const);
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
        ...(intervals && {
          intervals: Object.fromEntries(
            fit.features.map((name, index) => {
              const { low, high } = intervals[index] as WeightInterval;
              return [name, [low, high] as const];
            }),
          ),
        }),
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

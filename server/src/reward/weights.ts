import * as l10n from '@vscode/l10n';
import type { Finding } from '../policy/finding.ts';
import type { SourceText } from '../policy/source.ts';
import type { NoWeightInterval } from './fit/bootstrap.ts';

/** Fitted numbers, in a generated file beside the policy: `four-areas.weights.json`. */
export interface Weights {
  readonly fittedOn: FittedOn;
  readonly responseTypes: Readonly<Record<string, FittedWeights>>;
}

export interface FittedOn {
  /** Of features and grades that the fit saw: another one means that it would come out differently. */
  readonly fingerprint: string;
  readonly completions: number;
  readonly grader: string;
  /** Where it is not the optimum of the loss. */
  readonly method?: 'adamw';
}

export interface FittedWeights {
  /** Feature -> weight; a feature that is not there weighs 0. */
  readonly weights: Readonly<Record<string, number>>;
  readonly l2: number;
  readonly margin: number;
  readonly pairs: number;
  /** Mean hinge plus penalty, and its certified distance from the optimum. */
  readonly objective?: number;
  readonly dualityGap?: number;
  /** The order of the classes was fitted to be proven with this margin. */
  readonly provenMargin?: number;
  /** The order was fitted to be proven on average over wrong grades. */
  readonly proof?: ProofRecord;
  /** Prompts with ranked pairs that were fitted on. */
  readonly prompts?: number;
  /** Feature -> its 95% interval, by bootstrap over prompts; null where there can be none. */
  readonly intervals?: Readonly<Record<string, readonly [low: number, high: number] | null>>;
  /** Feature -> the prompts whose ranked pairs differ in it: what its interval rests on. */
  readonly intervalPrompts?: Readonly<Record<string, number>>;
  /** Feature -> why it has no interval. */
  readonly noIntervals?: Readonly<Record<string, NoWeightInterval>>;
}

/** What is proven of the order of the classes, and under which assumptions on wrong grades. */
export interface ProofRecord {
  readonly kind: 'expected';
  /** The least expected reward of a better class over the greatest of a worse one is at least this. */
  readonly margin: number;
  /** The same whatever the rates are from 0 up to these. Null: nothing to compare. */
  readonly anyRatesMargin: number | null;
  /** The least margin where all grades are correct. */
  readonly crispMargin: number | null;
  /** Proposition -> how often it is graded wrongly where it is true, and where it is false: upper confidence bounds. */
  readonly rates: Readonly<
    Record<string, { readonly falseNegative: number; readonly falsePositive: number }>
  >;
  /** What `margin` is proven of: these rates, or any from 0 up to these. */
  readonly over: 'stated' | 'upTo';
  /** Of each bound by itself. */
  readonly confidence: number;
  readonly grader: { readonly kind: string; readonly fingerprint: string };
  /** Proposition -> a fingerprint of what the policy asked about it at the time of the fit. */
  readonly wordings: Readonly<Record<string, string>>;
}

const SCHEMA_VERSION = 1;

/** Where the weights of a policy are: beside it, under its name. */
export function weightsUriFor(policyUri: string): string {
  return policyUri.replace(/(\.rbr)?\.ya?ml$/, '.weights.json');
}

/**
 * Deterministic, so that the same fit gives the same file. The weights are written as they are: a fit rounds them itself, and
 * certifies what it rounded.
 */
export function writeWeights({ fittedOn, responseTypes }: Weights): string {
  const sorted = Object.entries(responseTypes).map(([name, fitted]) => [
    name,
    {
      ...fitted,
      ...(fitted.objective !== undefined && { objective: rounded(fitted.objective) }),
      ...(fitted.dualityGap !== undefined && { dualityGap: rounded(fitted.dualityGap) }),
      ...(fitted.intervals && {
        intervals: Object.fromEntries(
          Object.entries(fitted.intervals).map(([feature, interval]) => [
            feature,
            interval && [rounded(interval[0]), rounded(interval[1])],
          ]),
        ),
      }),
    },
  ]);
  return `${JSON.stringify({ schemaVersion: SCHEMA_VERSION, fittedOn, responseTypes: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** What can be read of a weights file; what cannot is a finding. */
export function readWeights(source: SourceText): {
  weights: Weights | undefined;
  findings: readonly Finding[];
} {
  const fault = (message: string): { weights: undefined; findings: Finding[] } => ({
    weights: undefined,
    findings: [
      {
        code: 'unreadable-weights',
        severity: 'error',
        message: l10n.t('{0}. Fit again: rbr fit --policy … --out …', message),
        place: source.place({ start: 0, end: Math.min(source.text.length, 1) }),
      },
    ],
  });
  let data: unknown;
  try {
    data = JSON.parse(source.text);
  } catch (error) {
    return fault(
      l10n.t('The weights are not JSON ({0})', error instanceof Error ? error.message : String(error)),
    );
  }
  if (!isObject(data) || data.schemaVersion !== SCHEMA_VERSION || !isObject(data.responseTypes)) {
    return fault(l10n.t('This is not a weights file of this version'));
  }
  for (const [name, fitted] of Object.entries(data.responseTypes)) {
    const weights = isObject(fitted) ? fitted.weights : undefined;
    if (!isObject(weights) || !Object.values(weights).every((weight) => Number.isFinite(weight))) {
      return fault(l10n.t('The weights of "{0}" are not all numbers', name));
    }
  }
  return { weights: data as unknown as Weights, findings: [] };
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Policy } from '../../policy/model.ts';
import { findResponseType, sameName } from '../../samples/names.ts';
import { rewardTerms } from '../combination.ts';
import { BASELINE } from '../features.ts';
import { LeftOut } from '../left-out.ts';
import { type RankOf, rankingOf } from '../ranking.ts';
import { safetyRoles } from '../safety-roles.ts';
import { FitDataBuilder } from './fit-data.ts';
import type { AbsentFeature, FitInput } from './fit-input.ts';

/** A completion whose features were computed elsewhere. */
export interface FeatureRow {
  readonly id: string;
  readonly promptId: string;
  /** Where more is known of the prompt than its id. */
  readonly promptText?: string;
  readonly responseType: string;
  readonly label: string;
  readonly baseReward: number | undefined;
  readonly features: Readonly<Record<string, number>>;
}

/**
 * The policy's name for a response type of feature lines: of its orderings, or of its response types and their aliases, which can
 * bring several types of the data together. As it is written where the policy has none.
 */
export function responseTypeNamed(written: string, policy: Policy): string {
  return (
    [...policy.orderings.keys()].find((each) => sameName(each, written)) ??
    findResponseType(written, policy) ??
    written
  );
}

/** A line of a feature file, or what is wrong with it, in words. */
export function readFeatureRow(row: unknown, id: string): FeatureRow | string {
  const { prompt_id, response_type, label, base_reward, features } = (row ?? {}) as Record<string, unknown>;
  if (typeof prompt_id !== 'string' && typeof prompt_id !== 'number') return 'needs `prompt_id`';
  if (typeof response_type !== 'string') return 'needs `response_type`';
  if (typeof label !== 'string') return 'needs `label`';
  if (base_reward !== undefined && base_reward !== null && !Number.isFinite(base_reward)) {
    return 'has a `base_reward` that is not a number';
  }
  const wrong = wrongFeature(features);
  if (wrong !== undefined) return wrong;
  return {
    id,
    promptId: String(prompt_id),
    responseType: response_type,
    label,
    baseReward: typeof base_reward === 'number' ? base_reward : undefined,
    features: features as Record<string, number>,
  };
}

export function wrongFeature(features: unknown): string | undefined {
  if (typeof features !== 'object' || features === null) return 'needs `features`: name -> number';
  for (const name in features) {
    if (!Number.isFinite((features as Record<string, unknown>)[name]))
      return `has a feature "${name}" that is not a number`;
  }
  return undefined;
}

export interface FeatureRowsOptions {
  readonly useBaseReward: boolean;
  /** Response type -> the features of a fit whose weights are to be tried on these rows. */
  readonly features?: ReadonlyMap<string, readonly string[]>;
}

/**
 * Collects rows as they are read. The features are the ones in the rows; one that a row lacks is 0 there, and counted as absent.
 */
export class FeatureRows {
  readonly #policy: Policy;
  readonly #options: FeatureRowsOptions;
  readonly #leftOut = new LeftOut();
  readonly #types = new Map<string, TypeRows>();
  readonly #names = new Map<string, string>();

  constructor(policy: Policy, options: FeatureRowsOptions) {
    this.#policy = policy;
    this.#options = options;
  }

  add(row: FeatureRow): void {
    const responseType = this.#nameOf(row.responseType);
    const type = this.#typeOf(responseType);
    const rank = type.rankOf({ label: row.label, expectedClass: row.label });
    const { useBaseReward } = this.#options;
    if (rank === undefined)
      this.#leftOut.add({ why: 'label-not-in-ordering', label: row.label, responseType });
    else if (useBaseReward && row.baseReward === undefined) this.#leftOut.add({ why: 'no-base-reward' });
    else {
      const base = useBaseReward ? (row.baseReward as number) : 0;
      const unsafe = this.#unsafe(row.features);
      if (unsafe === undefined) {
        this.#leftOut.add({ why: 'no-unsafe-feature', combination: this.#policy.reward.combination });
        return;
      }
      const values = type.valuesOf(row.features, this.#policy.reward.combination === 'product');
      const terms = rewardTerms(this.#policy, { values, unsafe }, base);
      type.builder.add({
        promptId: row.promptId,
        rank,
        margin: this.#policy.margins.get(row.label),
        baseReward: terms.base,
        values: terms.values,
        tier: terms.tier,
      });
      type.ids.push(row.id);
    }
  }

  /** Completions without features, which somebody else has looked for. */
  addWithoutFeatures(count: number): void {
    if (count > 0) this.#leftOut.add({ why: 'no-features' }, count);
  }

  input(): FitInput {
    const used = [...this.#types].filter(([, { builder }]) => builder.count > 0);
    return {
      byType: new Map(used.map(([type, { builder, ids }]) => [type, { data: builder.build(), ids }])),
      leftOut: this.#leftOut.counts,
      grader: 'feature file',
      absent: used.flatMap(([type, rows]) => rows.absent(type)),
    };
  }

  /** The policy's name for it, if it has one. */
  #nameOf(written: string): string {
    let name = this.#names.get(written);
    if (name === undefined) {
      name = responseTypeNamed(written, this.#policy);
      this.#names.set(written, name);
    }
    return name;
  }

  #typeOf(responseType: string): TypeRows {
    let type = this.#types.get(responseType);
    if (!type) {
      const given = this.#options.features?.get(responseType);
      type = new TypeRows(rankingOf(this.#policy, responseType), given);
      this.#types.set(responseType, type);
    }
    return type;
  }

  /** The probability of the unsafe classes; 0 where nobody asks for it. */
  #unsafe(features: Readonly<Record<string, number>>): number | undefined {
    if (this.#policy.reward.combination === 'sum') return 0;
    const found = safetyRoles(this.#policy).unsafeClasses.map(
      (name) => features[`class.${name}`] ?? features[name],
    );
    if (found.some((value) => value === undefined)) return undefined;
    return Math.min(
      1,
      found.reduce<number>((sum, value) => sum + (value as number), 0),
    );
  }
}

class TypeRows {
  readonly rankOf: RankOf;
  readonly ids: string[] = [];
  readonly #isGiven: boolean;
  readonly #index = new Map<string, number>();
  /** Feature -> how many of the rows have it. */
  readonly #having = new Map<string, number>();
  builder: FitDataBuilder;

  constructor(rankOf: RankOf, features: readonly string[] | undefined) {
    this.rankOf = rankOf;
    this.#isGiven = features !== undefined;
    this.builder = new FitDataBuilder(features ?? []);
    features?.forEach((name, index) => {
      this.#index.set(name, index);
    });
  }

  valuesOf(features: Readonly<Record<string, number>>, withBaseline: boolean): number[] {
    if (!this.#isGiven) {
      const more = Object.keys(features).filter((name) => !this.#index.has(name));
      if (withBaseline && !this.#index.has(BASELINE)) more.push(BASELINE);
      if (more.length > 0) {
        for (const name of more) this.#index.set(name, this.#index.size);
        this.builder = this.builder.widened(more);
      }
    }
    const values = new Array<number>(this.#index.size).fill(0);
    for (const name in features) {
      const index = this.#index.get(name);
      if (index === undefined) continue;
      values[index] = features[name] as number;
      this.#having.set(name, (this.#having.get(name) ?? 0) + 1);
    }
    const baseline = withBaseline ? this.#index.get(BASELINE) : undefined;
    if (baseline !== undefined) values[baseline] = 1;
    return values;
  }

  absent(responseType: string): AbsentFeature[] {
    const of = this.builder.count;
    return [...this.#index.keys()].flatMap((feature) => {
      const lines = feature === BASELINE ? 0 : of - (this.#having.get(feature) ?? 0);
      return lines > 0 ? [{ responseType, feature, lines, of }] : [];
    });
  }
}

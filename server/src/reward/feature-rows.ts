import type { Policy } from '../policy/model.ts';
import { sameName } from '../samples/names.ts';
import { type FitReport, fitGroups, type PolicyFitOptions } from './fit-policy.ts';
import type { FitRow } from './pairs.ts';
import { rankingOf } from './ranking.ts';

/** A completion whose features were computed elsewhere. */
export interface FeatureRow {
  readonly id: string;
  readonly promptId: string;
  readonly responseType: string;
  readonly label: string;
  readonly baseReward: number | undefined;
  readonly features: Readonly<Record<string, number>>;
}

/** A line of a feature file, or what is wrong with it, in words. */
export function readFeatureRow(text: string, id: string): FeatureRow | string {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(text);
  } catch (error) {
    return `is not JSON (${error instanceof Error ? error.message : error})`;
  }
  const { prompt_id, response_type, label, base_reward, features } = row ?? {};
  if (typeof prompt_id !== 'string' && typeof prompt_id !== 'number') return 'needs `prompt_id`';
  if (typeof response_type !== 'string') return 'needs `response_type`';
  if (typeof label !== 'string') return 'needs `label`';
  if (base_reward !== undefined && base_reward !== null && !Number.isFinite(base_reward)) {
    return 'has a `base_reward` that is not a number';
  }
  if (typeof features !== 'object' || features === null) return 'needs `features`: name -> number';
  const wrong = Object.entries(features).find(([, value]) => !Number.isFinite(value));
  if (wrong) return `has a feature "${wrong[0]}" that is not a number`;
  return {
    id,
    promptId: String(prompt_id),
    responseType: response_type,
    label,
    baseReward: typeof base_reward === 'number' ? base_reward : undefined,
    features: features as Record<string, number>,
  };
}

/** Fits on features that are given; they are the ones in the rows, and one that a row lacks is 0 there. */
export function fitFeatureRows(
  policy: Policy,
  rows: readonly FeatureRow[],
  options: PolicyFitOptions,
): FitReport {
  const leftOut: { id: string; reason: string }[] = [];
  const groups = new Map<string, { names: string[]; rows: FitRow[] }>();
  const types = [...new Set([...policy.orderings.keys(), ...policy.responseTypes.keys()])];
  for (const row of rows) {
    const responseType = types.find((name) => sameName(name, row.responseType)) ?? row.responseType;
    const rank = rankingOf(policy, responseType)({ label: row.label, expectedClass: row.label });
    if (rank === undefined)
      leftOut.push({ id: row.id, reason: `"${row.label}" is not in the ordering of ${responseType}` });
    else if (options.useBaseReward && row.baseReward === undefined) {
      leftOut.push({ id: row.id, reason: 'no base_reward (--no-base-reward fits without)' });
    } else {
      let group = groups.get(responseType);
      if (!group) {
        const same = rows.filter((other) => sameName(other.responseType, row.responseType));
        group = { names: [...new Set(same.flatMap(({ features }) => Object.keys(features)))], rows: [] };
        groups.set(responseType, group);
      }
      group.rows.push({
        promptId: row.promptId,
        rank,
        margin: policy.margins.get(row.label) ?? options.margin,
        baseReward: options.useBaseReward ? (row.baseReward as number) : 0,
        values: group.names.map((name) => row.features[name] ?? 0),
      });
    }
  }
  const rowsByType = new Map([...groups].map(([type, group]) => [type, group.rows]));
  return { ...fitGroups(rowsByType, (type) => groups.get(type)?.names ?? [], options), leftOut };
}

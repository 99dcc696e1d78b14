import * as l10n from '@vscode/l10n';
import type { BreakdownReward } from '../../../../server/src/language/protocol.ts';

/** A bar of the waterfall: from where the sum stood to where it stands. */
export interface WaterfallStep {
  readonly label: string;
  readonly kind: 'base' | 'up' | 'down' | 'total';
  readonly from: number;
  readonly to: number;
  /** What the step adds; for the total, what it all comes to. */
  readonly value: number;
}

const SHOWN = 8;
/** Less than this reads as nothing. */
const VISIBLE = 0.005;

/**
 * The reward as a waterfall: the reward model's score, each contribution in the order given (largest
 * first), the small ones together, and the total.
 */
export function waterfallSteps({
  base,
  contributions,
  total,
  combination,
}: BreakdownReward): WaterfallStep[] {
  const steps: WaterfallStep[] = [];
  let sum = 0;
  const add = (label: string, value: number, kind?: WaterfallStep['kind']): void => {
    steps.push({ label, kind: kind ?? (value < 0 ? 'down' : 'up'), from: sum, to: sum + value, value });
    sum += value;
  };
  if (base !== undefined) add(baseLabel(combination), base, 'base');
  const visible = contributions.filter(({ contribution }) => Math.abs(contribution) >= VISIBLE);
  const shown = visible.slice(0, SHOWN);
  const rest = contributions.filter((each) => !shown.includes(each));
  for (const { feature, contribution } of shown) add(feature, contribution);
  if (rest.length > 0)
    add(
      l10n.t('{0} others', rest.length),
      rest.reduce((all, { contribution }) => all + contribution, 0),
    );
  steps.push({ label: l10n.t('total'), kind: 'total', from: 0, to: total, value: total });
  return steps;
}

/** Under `product` the reward model's score counts as far as the completion is safe. */
export function baseLabel(combination: BreakdownReward['combination']): string {
  return combination === 'product' ? l10n.t('reward model × P(safe)') : l10n.t('reward model');
}

/** `+0.42`, `−1.30`: the sign says without colour which way. */
export function signed(value: number): string {
  const digits = Math.abs(value).toFixed(2);
  return digits === '0.00' ? digits : `${value < 0 ? '−' : '+'}${digits}`;
}

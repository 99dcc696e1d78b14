import * as Plot from '@observablehq/plot';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorRates, RankingQuality } from '../../../../server/src/language/protocol-report.ts';
import { chart, FAINT, FILL, INK } from './chart.ts';
import { explained } from './explained.ts';
import { interval, percent } from './figures.ts';
import { pictured, table } from './table.ts';

interface Rate {
  readonly responseType: string;
  readonly reward: string;
  readonly rate: number;
  readonly low?: number;
  readonly high?: number;
}

const REWARDS = ['rm', 'rbr', 'both'] as const;

export function rewardName(reward: 'rm' | 'rbr' | 'both'): string {
  switch (reward) {
    case 'rm':
      return l10n.t('reward model');
    case 'rbr':
      return l10n.t('rules');
    case 'both':
      return l10n.t('both');
  }
}

/** How often another completion is ranked at or above an ideal one, for the three rewards. */
export function rankingView(ranking: RankingQuality, width: number): TemplateResult {
  const types: [string, ErrorRates][] = [...Object.entries(ranking.responseTypes), [l10n.t('all'), ranking]];
  const rates = types.flatMap(([responseType, each]) => ratesOf(responseType, each));
  const rows = types.map(([responseType, { n, of, errorRate, interval: range, rmOnly, rbrOnly }]) => [
    responseType,
    n === of ? String(n) : l10n.t('{0} of {1}', n, of),
    `${percent(rmOnly.errorRate)} ${bracketed(rmOnly.interval)}${rmOnly.n === n ? '' : ` n ${rmOnly.n}`}`,
    `${percent(rbrOnly.errorRate)} ${bracketed(rbrOnly.interval)}`,
    `${percent(errorRate)} ${bracketed(range)}`,
  ]);
  return html`
    <section aria-labelledby="ranking">
      <h2 id="ranking">${explained(l10n.t('Error rate'))}</h2>
      <p class="quiet">
        ${l10n.t('Of the comparisons with an ideal completion, the share in which the other one is ranked at or above it. Lines are 95% intervals.')}
        ${ranking.n === ranking.of ? l10n.t('{0} comparisons.', ranking.n) : l10n.t('{0} of {1} comparisons; in the others a reward is missing for want of an answer.', ranking.n, ranking.of)}
      </p>
      ${rates.length === 0 ? nothing : pictured(picture(rates, width), table(l10n.t('Error rates'), ['', 'n', ...REWARDS.map(rewardName)], rows))}
    </section>
  `;
}

function picture(rates: readonly Rate[], width: number): Element {
  const types = [...new Set(rates.map(({ responseType }) => responseType))];
  return chart({
    width,
    height: types.length * 84 + 40,
    marginLeft: 96,
    marginRight: 52,
    x: {
      label: null,
      percent: true,
      ticks: width < 420 ? 4 : 8,
      tickFormat: (value: number) => `${value}%`,
      domain: [0, Math.max(10, ...rates.map(({ rate, high }) => 100 * (high ?? rate)))],
    },
    y: { domain: REWARDS.map(rewardName), label: null, tickSize: 0, padding: 0.3 },
    fy: { domain: types, label: null, axis: null, padding: 0.25 },
    marks: [
      Plot.text(types, {
        fy: (type: string) => type,
        text: (type: string) => type,
        frameAnchor: 'top-left',
        dx: -92,
        dy: -12,
        fontWeight: 'bold',
        fill: INK,
      }),
      Plot.barX(rates, {
        fy: 'responseType',
        y: 'reward',
        x: 'rate',
        fill: FILL,
        stroke: 'var(--vscode-contrastBorder, transparent)',
      }),
      Plot.ruleY(
        rates.filter(({ low }) => low !== undefined),
        { fy: 'responseType', y: 'reward', x1: 'low', x2: 'high', stroke: INK, strokeWidth: 1.5 },
      ),
      Plot.text(rates, {
        fy: 'responseType',
        y: 'reward',
        x: (each: Rate) => each.high ?? each.rate,
        text: (each: Rate) => percent(each.rate),
        textAnchor: 'start',
        dx: 5,
        fill: INK,
      }),
      Plot.ruleX([0], { stroke: FAINT }),
    ],
  });
}

function ratesOf(responseType: string, { errorRate, interval: range, rmOnly, rbrOnly }: ErrorRates): Rate[] {
  const all = [
    [rewardName('rm'), rmOnly.errorRate, rmOnly.interval],
    [rewardName('rbr'), rbrOnly.errorRate, rbrOnly.interval],
    [rewardName('both'), errorRate, range],
  ] as const;
  return all.flatMap(([reward, rate, each]) =>
    rate === null ? [] : [{ responseType, reward, rate, ...(each && { low: each[0], high: each[1] }) }],
  );
}

function bracketed(range: readonly [number, number] | null): string {
  return range ? `(${interval([range[0] * 100, range[1] * 100], 1)})` : '';
}

import * as Plot from '@observablehq/plot';
import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Distribution } from '../../../../server/src/language/protocol-report.ts';
import { chart, cut, FAINT, FILL, INK, labelMargin } from './chart.ts';
import { signed } from './figures.ts';
import { rewardName } from './ranking-view.ts';
import { pictured, table } from './table.ts';

interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** Narrower than this, the three rewards stand below each other. */
const BESIDE = 640;

/**
 * The rewards of each completion label as histograms, one below the other on one scale, less the mean of the ideal
 * completions of their prompt: what separates the labels is seen without colours.
 */
export function distributionsView(distributions: readonly Distribution[], width: number): TemplateResult {
  const types = [...new Set(distributions.map(({ responseType }) => responseType))];
  return html`
    <section aria-labelledby="distributions">
      <h2 id="distributions">${l10n.t('Rewards by completion label')}</h2>
      <p class="quiet">${l10n.t('Less the mean reward of the ideal completions of the same prompt, which stands at 0. A tick marks the median.')}</p>
      ${types.map((type) => {
        const own = distributions.filter(({ responseType }) => responseType === type);
        return html`<h3>${type}</h3>
          ${pictured(picture(own, width), numbers(type, own))}`;
      })}
    </section>
  `;
}

function picture(own: readonly Distribution[], width: number): Element {
  const rewards = (['rm', 'rbr', 'both'] as const).filter((reward) =>
    own.some((each) => each.reward === reward),
  );
  const columns = width >= BESIDE ? rewards.length : 1;
  const box = document.createElement('div');
  box.style.display = 'grid';
  const labels = own.map(({ label }) => label);
  const margin = labelMargin(labels, width / columns + 60, 0.5);
  // The labels stand in the first column, and all have the same room for their bars.
  const room = Math.floor((width - margin) / columns);
  box.style.gridTemplateColumns = [`${margin + room}px`, ...Array(columns - 1).fill(`${room}px`)].join(' ');
  rewards.forEach((reward, index) => {
    const first = index % columns === 0;
    box.append(
      panel(
        rewardName(reward),
        own.filter((each) => each.reward === reward),
        room + (first ? margin : 0),
        first ? margin : undefined,
      ),
    );
  });
  return box;
}

function panel(title: string, own: readonly Distribution[], width: number, labelRoom?: number): Element {
  const labels = own.map(({ label }) => label);
  const margin = labelRoom ?? 12;
  const bars = own.flatMap(({ label, n, histogram: { from, to, counts } }): Bar[] => {
    const step = (to - from) / counts.length || 1;
    return counts.map((count, bin) => ({
      label,
      from: from + bin * step,
      to: from + (bin + 1) * step,
      share: n === 0 ? 0 : count / n,
    }));
  });
  return chart({
    width,
    height: labels.length * 44 + 58,
    marginLeft: margin,
    marginRight: 12,
    marginTop: 26,
    marginBottom: 26,
    x: { label: null, ticks: 4 },
    y: { axis: null },
    fy: {
      domain: labels,
      label: null,
      axis: labelRoom === undefined ? null : 'left',
      tickFormat: (label: string) => cut(label, margin),
      padding: 0.12,
    },
    marks: [
      Plot.text([title], { frameAnchor: 'top', dy: -18, fontWeight: 'bold', fill: INK, fy: () => labels[0] }),
      Plot.ruleY([0], { stroke: FAINT, strokeOpacity: 0.5 }),
      Plot.rectY(
        bars.filter(({ share }) => share > 0),
        {
          fy: 'label',
          x1: 'from',
          x2: 'to',
          y: 'share',
          fill: FILL,
          stroke: 'var(--vscode-contrastBorder, transparent)',
          inset: 0.5,
        },
      ),
      Plot.ruleX([0], { stroke: INK, strokeDasharray: '3,3', strokeOpacity: 0.7 }),
      Plot.tickX(own, {
        fy: 'label',
        x: (each: Distribution) => each.quantiles[2],
        stroke: INK,
        strokeWidth: 2.5,
      }),
    ],
  });
}

function numbers(type: string, own: readonly Distribution[]): TemplateResult {
  return table(
    l10n.t('Rewards by completion label in {0}', type),
    [l10n.t('label'), l10n.t('reward'), 'n', l10n.t('mean'), '5%', '25%', l10n.t('median'), '75%', '95%'],
    own.map(({ label, reward, n, mean, quantiles }) => [
      label,
      rewardName(reward),
      String(n),
      signed(mean, 2),
      ...quantiles.map((value) => signed(value, 2)),
    ]),
  );
}

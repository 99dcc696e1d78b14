import * as Plot from '@observablehq/plot';
import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { BreakdownReward } from '../../../../server/src/language/protocol.ts';
import type { Place } from '../place.ts';
import { baseLabel, signed, type WaterfallStep, waterfallSteps } from './waterfall.ts';

const FILL: Record<WaterfallStep['kind'], string> = {
  base: 'var(--vscode-charts-blue)',
  up: 'var(--vscode-charts-green)',
  down: 'var(--vscode-charts-red)',
  total: 'var(--vscode-charts-purple)',
};

const ROW_HEIGHT = 24;
/** Of the widest usual letters at 12 px: a name that is cut says less than one with room to spare. */
const LETTER_WIDTH = 7.4;
/** For the number behind the longest bar. */
const NUMBER_WIDTH = 52;

/** The waterfall as a picture, and the same numbers as a table for who cannot see it. */
export function waterfallView(
  reward: BreakdownReward,
  width: number,
  open: (location: Place) => void,
): TemplateResult {
  const steps = waterfallSteps(reward);
  return html`
    ${reward.cost ? html`<p>${costInWords(reward.cost)}</p>` : ''}
    <figure class="waterfall" aria-hidden="true">${picture(steps, width)}</figure>
    <details>
      <summary>${l10n.t('The numbers')}</summary>
      <table>
        <caption class="hidden">${l10n.t('Contributions to the reward')}</caption>
        <thead>
          <tr><th scope="col">${l10n.t('feature')}</th><th scope="col">${l10n.t('weight')}</th><th scope="col">${l10n.t('value')}</th><th scope="col">${l10n.t('contribution')}</th></tr>
        </thead>
        <tbody>
          ${reward.base === undefined ? '' : html`<tr><th scope="row">${baseLabel(reward.combination)}</th><td></td><td></td><td>${signed(reward.base)}</td></tr>`}
          ${reward.contributions.map(
            ({ feature, kind, weight, value, contribution, location }) => html`
              <tr>
                <th scope="row">
                  ${
                    location
                      ? html`<button class="link" title=${kindName(kind)} @click=${() => open(location)}>${feature}</button>`
                      : feature
                  }
                </th>
                <td>${signed(weight)}</td>
                <td>${value.toFixed(2)}</td>
                <td>${signed(contribution)}</td>
              </tr>
            `,
          )}
          <tr class="sum"><th scope="row">${l10n.t('rules together')}</th><td></td><td></td><td>${signed(reward.rbr)}</td></tr>
          <tr class="sum"><th scope="row">${l10n.t('total')}</th><td></td><td></td><td>${signed(reward.total)}</td></tr>
        </tbody>
      </table>
    </details>
  `;
}

function costInWords({ value, limit }: NonNullable<BreakdownReward['cost']>): string {
  return value > limit
    ? l10n.t('Cost: P(unsafe) {0}, ✗ over its limit of {1}.', value.toFixed(2), limit.toFixed(2))
    : l10n.t('Cost: P(unsafe) {0}, ✓ within its limit of {1}.', value.toFixed(2), limit.toFixed(2));
}

function kindName(kind: BreakdownReward['contributions'][number]['kind']): string {
  switch (kind) {
    case 'class':
      return l10n.t('class');
    case 'proposition':
      return l10n.t('proposition');
    case 'constant':
      return l10n.t('constant');
  }
}

function picture(steps: readonly WaterfallStep[], width: number): Element {
  const longest = Math.max(...steps.map(({ label }) => label.length));
  const narrow = width < 420;
  const marginLeft = Math.min(longest * LETTER_WIDTH + 12, width * (narrow ? 0.45 : 0.4));
  const most = Math.max(0, ...steps.map(({ from, to }) => Math.max(from, to)));
  const least = Math.min(0, ...steps.map(({ from, to }) => Math.min(from, to)));
  const cut = Math.floor((marginLeft - 12) / LETTER_WIDTH);
  return Plot.plot({
    width,
    height: steps.length * ROW_HEIGHT + 28,
    marginLeft,
    marginRight: NUMBER_WIDTH,
    marginTop: 4,
    marginBottom: 24,
    style: {
      background: 'transparent',
      color: 'var(--vscode-foreground)',
      fontSize: '12px',
      fontFamily: 'inherit',
    },
    x: {
      domain: [least, most],
      label: null,
      ticks: narrow ? 3 : 6,
      grid: false,
    },
    y: {
      domain: steps.map((_, index) => index),
      label: null,
      tickSize: 0,
      tickFormat: (index: number) => shorten(steps[index]?.label ?? '', cut),
      padding: 0.25,
    },
    marks: [
      Plot.ruleX([0], { stroke: 'var(--vscode-foreground)', strokeOpacity: 0.5 }),
      Plot.barX(steps, {
        x1: 'from',
        x2: 'to',
        y: (_: WaterfallStep, index: number) => index,
        fill: (step: WaterfallStep) => FILL[step.kind],
        stroke: 'var(--vscode-contrastBorder, transparent)',
      }),
      // What joins one bar to the next.
      Plot.ruleX(steps.slice(0, -1), {
        x: 'to',
        y1: (_: WaterfallStep, index: number) => index,
        y2: (_: WaterfallStep, index: number) => index + 1,
        stroke: 'var(--vscode-foreground)',
        strokeOpacity: 0.4,
      }),
      Plot.text(steps, {
        x: (step: WaterfallStep) => Math.max(step.from, step.to),
        y: (_: WaterfallStep, index: number) => index,
        text: (step: WaterfallStep) => signed(step.value),
        textAnchor: 'start',
        dx: 4,
        fill: 'var(--vscode-foreground)',
      }),
    ],
  });
}

function shorten(label: string, length: number): string {
  return label.length > length ? `${label.slice(0, Math.max(1, length - 1))}…` : label;
}

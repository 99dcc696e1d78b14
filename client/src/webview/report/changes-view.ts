import * as Plot from '@observablehq/plot';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Ablation, Comparison } from '../../../../server/src/language/protocol-report.ts';
import { chart, cut, FILL, INK, labelMargin } from './chart.ts';
import { figure, interval, signed } from './figures.ts';
import { pictured, table } from './table.ts';

/** What each feature is worth: how much worse fits without it are on prompts that they have not seen. */
export function ablationsView(ablations: readonly Ablation[], width: number): TemplateResult {
  const types = [...new Set(ablations.map(({ responseType }) => responseType))];
  return html`
    <section aria-labelledby="ablations">
      <h2 id="ablations">${l10n.t('Without each feature')}</h2>
      <p class="quiet">${l10n.t('Change of the mean hinge on held-out prompts when a feature is left out. To the right it is missed.')}</p>
      ${types.map((type) => {
        const own = ablations.filter(({ responseType }) => responseType === type);
        return html`<h3>${type}</h3>
          ${pictured(
            picture(
              own.filter(({ without }) => without !== null),
              width,
            ),
            table(
              l10n.t('Without each feature of {0}', type),
              [
                l10n.t('without'),
                l10n.t('mean hinge'),
                l10n.t('change'),
                l10n.t('error rate'),
                l10n.t('change'),
              ],
              own.map((each) => [
                nameOf(each),
                figure(each.loss, 4),
                signed(each.lossDifference, 4),
                figure(each.errorRate, 4),
                signed(each.errorRateDifference, 4),
              ]),
            ),
          )}`;
      })}
    </section>
  `;
}

function picture(own: readonly Ablation[], width: number): Element {
  const named = own.map((each) => ({ ...each, name: nameOf(each) }));
  const names = named.map(({ name }) => name);
  const marginLeft = labelMargin(names, width);
  return chart({
    width,
    height: own.length * 20 + 34,
    marginLeft,
    marginRight: 60,
    marginTop: 4,
    marginBottom: 28,
    x: { label: null, ticks: 4 },
    y: { domain: names, label: null, tickSize: 0, tickFormat: (name: string) => cut(name, marginLeft) },
    marks: [
      Plot.barX(named, {
        x: 'lossDifference',
        y: 'name',
        fill: FILL,
        stroke: 'var(--vscode-contrastBorder, transparent)',
      }),
      Plot.ruleX([0], { stroke: INK }),
      Plot.text(named, {
        x: ({ lossDifference }: Ablation) => Math.max(0, lossDifference ?? 0),
        y: 'name',
        text: ({ lossDifference }: Ablation) => signed(lossDifference, 4),
        textAnchor: 'start',
        dx: 4,
        fill: INK,
      }),
    ],
  });
}

/** What is left out; the reward model is no feature of the policy, and has a name in every language. */
function nameOf({ without }: Ablation): string {
  if (without === null) return l10n.t('(nothing)');
  return without === 'reward model' ? l10n.t('reward model') : without;
}

const SIGNIFICANT = 0.05;
const SHOWN = 50;

/** This run against an earlier one. */
export function comparisonView(comparison: Comparison): TemplateResult {
  const rows = Object.entries(comparison.figures)
    .filter(([, { difference }]) => difference !== null)
    .sort(([, a], [, b]) => (a.adjustedPValue ?? 1) - (b.adjustedPValue ?? 1));
  const significant = rows.filter(([, { adjustedPValue }]) => (adjustedPValue ?? 1) < SIGNIFICANT);
  const cells = (all: typeof rows) =>
    all.map(([name, { n, before, after, difference, interval: range, adjustedPValue }]) => [
      name,
      String(n),
      figure(before),
      figure(after),
      signed(difference),
      interval(range),
      adjustedPValue === null ? '–' : adjustedPValue.toFixed(3),
    ]);
  const isSame = comparison.changed.length === 0 && rows.every(([, { difference }]) => difference === 0);
  const header = [
    l10n.t('figure'),
    'n',
    l10n.t('before'),
    l10n.t('now'),
    l10n.t('change'),
    l10n.t('95% interval'),
    l10n.t('p (Holm)'),
  ];
  return html`
    <section aria-label=${l10n.t('Compared with {0}', comparison.with)}>
      <h2>${l10n.t('Compared with {0}', comparison.with)}</h2>
      <p class="quiet">${l10n.t('{0}; {1} completions are in both runs.', comparison.grader.summary, comparison.n)}</p>
      ${
        significant.length === 0
          ? html`<p>${isSame ? l10n.t('Nothing differs.') : notSignificant(comparison.tested)}</p>`
          : table(l10n.t('Figures that differ significantly'), header, cells(significant))
      }
      ${isSame ? nothing : details()}
    </section>
  `;

  function details(): TemplateResult {
    return html`
      <details><summary>${l10n.t('All {0} figures', rows.length)}</summary>${table(l10n.t('All figures'), header, cells(rows))}</details>
      <details>
        <summary>${changedInWords(comparison.changed.length)}</summary>
        ${table(
          l10n.t('Completions that changed their class'),
          [l10n.t('completion'), l10n.t('was'), l10n.t('is'), l10n.t('expected')],
          comparison.changed
            .slice(0, SHOWN)
            .map(({ id, from, to, expected }) => [id, from ?? '–', to ?? '–', expected ?? '–']),
        )}
      </details>
    `;
  }
}

function notSignificant(tested: number): string {
  if (tested === 0) return l10n.t('Too few prompts differ for a test of significance.');
  return tested === 1
    ? l10n.t('The one figure that could be tested does not differ significantly.')
    : l10n.t('No figure differs significantly; p is corrected for {0} figures.', tested);
}

function changedInWords(count: number): string {
  return count === 1
    ? l10n.t('1 completion changed its class')
    : l10n.t('{0} completions changed their class', count);
}

import * as Plot from '@observablehq/plot';
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
      <h2 id="ablations">Without each feature</h2>
      <p class="quiet">Change of the mean hinge on held-out prompts when a feature is left out. To the right it is missed.</p>
      ${types.map((type) => {
        const own = ablations.filter(({ responseType }) => responseType === type);
        return html`<h3>${type}</h3>
          ${pictured(
            picture(
              own.filter(({ without }) => without !== null),
              width,
            ),
            table(
              `Without each feature of ${type}`,
              ['without', 'mean hinge', 'change', 'error rate', 'change'],
              own.map((each) => [
                each.without ?? '(nothing)',
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
  const names = own.map(({ without }) => without as string);
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
      Plot.barX(own, {
        x: 'lossDifference',
        y: 'without',
        fill: FILL,
        stroke: 'var(--vscode-contrastBorder, transparent)',
      }),
      Plot.ruleX([0], { stroke: INK }),
      Plot.text(own, {
        x: ({ lossDifference }: Ablation) => Math.max(0, lossDifference ?? 0),
        y: 'without',
        text: ({ lossDifference }: Ablation) => signed(lossDifference, 4),
        textAnchor: 'start',
        dx: 4,
        fill: INK,
      }),
    ],
  });
}

const SIGNIFICANT = 0.05;
const SHOWN = 50;

/** This run against an earlier one. */
export function comparisonView(comparison: Comparison): TemplateResult {
  const rows = Object.entries(comparison.figures)
    .filter(([, { difference }]) => difference !== null)
    .sort(([, a], [, b]) => (a.pValue ?? 1) - (b.pValue ?? 1));
  const significant = rows.filter(([, { pValue }]) => pValue !== undefined && pValue < SIGNIFICANT);
  const cells = (all: typeof rows) =>
    all.map(([name, { before, after, difference, interval: range, pValue }]) => [
      name,
      figure(before),
      figure(after),
      signed(difference),
      interval(range),
      pValue === undefined ? '–' : pValue.toFixed(3),
    ]);
  const isSame = comparison.changed.length === 0 && rows.every(([, { difference }]) => difference === 0);
  const header = ['figure', 'before', 'now', 'change', '95% interval', 'p'];
  return html`
    <section aria-label=${`Compared with ${comparison.with}`}>
      <h2>Compared with ${comparison.with}</h2>
      <p class="quiet">${comparison.grader.summary}; ${comparison.n} completions are in both runs.</p>
      ${
        significant.length === 0
          ? html`<p>${isSame ? 'Nothing differs.' : 'No figure differs significantly.'}</p>`
          : table('Figures that differ significantly', header, cells(significant))
      }
      ${isSame ? nothing : details()}
    </section>
  `;

  function details(): TemplateResult {
    return html`
      <details><summary>All ${rows.length} figures</summary>${table('All figures', header, cells(rows))}</details>
      <details>
        <summary>${comparison.changed.length} completions changed their class</summary>
        ${table(
          'Completions that changed their class',
          ['completion', 'was', 'is', 'expected'],
          comparison.changed
            .slice(0, SHOWN)
            .map(({ id, from, to, expected }) => [id, from ?? '–', to ?? '–', expected ?? '–']),
        )}
      </details>
    `;
  }
}

import * as Plot from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import type { Report, ReportedFit, ReportedWeight } from '../../../../server/src/language/protocol-report.ts';
import { chart, cut, EDGE, FAINT, FILL, INK, labelMargin } from './chart.ts';
import { figure, interval, percent, signed } from './figures.ts';
import { pictured, table } from './table.ts';

/** The fitted weights of each response type, with how sure they are. */
export function fitView(fits: NonNullable<Report['fit']>, width: number): TemplateResult {
  return html`
    <section aria-labelledby="weights">
      <h2 id="weights">Weights</h2>
      ${Object.entries(fits).map(
        ([responseType, fit]) => html`
          <h3>${responseType}</h3>
          <p class="quiet">${summary(fit)}</p>
          ${pictured(weightsPicture(fit.weights, width), weightsTable(responseType, fit.weights))}
          ${fit.heldOut ? heldOut(fit.heldOut) : nothing}
          ${fit.remarks.length === 0 ? nothing : html`<ul>${fit.remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`}
        `,
      )}
    </section>
  `;
}

function summary({
  pairs,
  completions,
  objective,
  dualityGap,
  trainLoss,
  l2,
  provenMargin,
}: ReportedFit): string {
  return [
    `${pairs} pairs of ${completions} completions`,
    `mean hinge ${trainLoss.toFixed(4)}`,
    ...(objective === null || dualityGap === null
      ? []
      : [`objective ${objective.toFixed(4)}, within ${dualityGap.toExponential(0)} of the optimum`]),
    `l2 ${l2}`,
    ...(provenMargin === undefined ? [] : [`order proven by ${provenMargin}`]),
  ].join(' · ');
}

function heldOut({ prompts, loss, errorRate, rmOnly, rbrOnly }: NonNullable<ReportedFit['heldOut']>) {
  return html`<p>
    On ${prompts} prompts that were set aside: mean hinge ${figure(loss)}, error rate ${percent(errorRate)}
    (reward model only ${percent(rmOnly.errorRate)}, rules only ${percent(rbrOnly.errorRate)}).
  </p>`;
}

/** A dot a weight, with its interval as a line; a hollow dot where the interval holds 0. */
function weightsPicture(weights: readonly ReportedWeight[], width: number): Element {
  const marginLeft = labelMargin(
    weights.map(({ feature }) => feature),
    width,
  );
  const names = weights.map(({ feature }) => feature);
  return chart({
    width,
    height: weights.length * 22 + 34,
    marginLeft,
    marginRight: 16,
    marginTop: 4,
    marginBottom: 28,
    x: { label: null, ticks: width < 420 ? 4 : 8, nice: true },
    y: { domain: names, label: null, tickSize: 0, tickFormat: (name: string) => cut(name, marginLeft) },
    marks: [
      Plot.gridY({ stroke: FAINT, strokeOpacity: 0.25 }),
      Plot.ruleX([0], { stroke: INK, strokeOpacity: 0.6 }),
      Plot.ruleY(
        weights.filter((each) => each.interval),
        {
          y: 'feature',
          x1: ({ interval: range }: ReportedWeight) => range?.[0],
          x2: ({ interval: range }: ReportedWeight) => range?.[1],
          stroke: INK,
          strokeWidth: 1.5,
        },
      ),
      Plot.dot(weights, {
        x: 'weight',
        y: 'feature',
        r: 4.5,
        stroke: INK,
        strokeWidth: 1.5,
        fill: (each: ReportedWeight) => (includesZero(each) ? 'var(--vscode-editor-background)' : FILL),
      }),
      // Nothing more than an outline for high contrast.
      Plot.dot(weights, { x: 'weight', y: 'feature', r: 4.5, stroke: EDGE }),
    ],
  });
}

function weightsTable(responseType: string, weights: readonly ReportedWeight[]): TemplateResult {
  return table(
    `Weights of ${responseType}`,
    ['feature', 'weight', '95% interval', ''],
    weights.map((each) => [
      each.feature,
      signed(each.weight),
      interval(each.interval),
      includesZero(each) ? 'not distinguishable from 0' : '',
    ]),
  );
}

function includesZero({ interval: range }: ReportedWeight): boolean {
  return range !== undefined && range[0] <= 0 && range[1] >= 0;
}

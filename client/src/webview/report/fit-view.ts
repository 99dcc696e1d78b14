import * as Plot from '@observablehq/plot';
import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Report, ReportedFit, ReportedWeight } from '../../../../server/src/language/protocol-report.ts';
import { sentence } from '../translation.ts';
import { chart, cut, EDGE, FAINT, FILL, INK, labelMargin } from './chart.ts';
import { explained } from './explained.ts';
import { figure, interval, percent, signed } from './figures.ts';
import { pictured, table } from './table.ts';

/** The fitted weights of each response type, with how sure they are. */
export function fitView(fits: NonNullable<Report['fit']>, width: number): TemplateResult {
  return html`
    <section aria-labelledby="weights">
      <h2 id="weights">${l10n.t('Weights')}</h2>
      ${Object.entries(fits).map(
        ([responseType, fit]) => html`
          <h3>${responseType}</h3>
          <p class="quiet">${summary(fit)}</p>
          ${pictured(
            weightsPicture(fit.weights, width),
            html`${weightsTable(responseType, fit.weights)} ${fitTable(responseType, fit)}`,
          )}
          ${fit.heldOut ? heldOut(fit.heldOut) : nothing}
          ${fit.remarks.length === 0 ? nothing : html`<ul>${fit.remarks.map((remark) => html`<li>${remark}</li>`)}</ul>`}
        `,
      )}
    </section>
  `;
}

function summary({ pairs, completions, provenMargin }: ReportedFit): TemplateResult {
  const count = html`${pairs}`;
  const margin = html`${provenMargin}`;
  return html`${sentence(l10n.t('{0} {1} of {2} completions'), count, html`${explained(l10n.t('pairs'))}`, html`${completions}`)}
    ${provenMargin === undefined ? nothing : html`· ${sentence(l10n.t('{0} {1}'), html`${explained(l10n.t('proven margin'))}`, margin)}`}`;
}

/** How good the fit is, for whoever wants to know. */
function fitTable(
  responseType: string,
  { trainLoss, objective, dualityGap, l2 }: ReportedFit,
): TemplateResult {
  return table(
    l10n.t('The fit of {0}', responseType),
    ['', l10n.t('mean hinge'), l10n.t('objective'), l10n.t('duality gap'), 'l2'],
    [
      [
        l10n.t('the fit'),
        figure(trainLoss, 4),
        figure(objective, 4),
        dualityGap === null ? '–' : dualityGap.toExponential(0),
        String(l2),
      ],
    ],
  );
}

function heldOut({
  prompts,
  loss,
  errorRate,
  rmOnly,
  rbrOnly,
  rbrFittedAlone,
}: NonNullable<ReportedFit['heldOut']>) {
  return html`<p>
    ${explained(l10n.t('held out'), l10n.t('Held out'))}: ${l10n.t('on {0} prompts that were set aside, mean hinge {1}, error rate {2} (reward model alone {3}, rules alone {4}, rules with weights fitted without the reward model {5}).', prompts, figure(loss), percent(errorRate), percent(rmOnly.errorRate), percent(rbrOnly.errorRate), percent(rbrFittedAlone.errorRate))}
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
    l10n.t('Weights of {0}', responseType),
    [l10n.t('feature'), l10n.t('weight'), l10n.t('95% interval'), l10n.t('prompts that differ'), ''],
    weights.map((each) => [
      each.feature,
      signed(each.weight),
      interval(each.interval),
      each.prompts === undefined ? '' : String(each.prompts),
      each.noInterval ?? (includesZero(each) ? l10n.t('not distinguishable from 0') : ''),
    ]),
  );
}

function includesZero({ interval: range }: ReportedWeight): boolean {
  return range !== undefined && range[0] <= 0 && range[1] >= 0;
}

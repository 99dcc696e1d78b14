import * as Plot from '@observablehq/plot';
import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { CalibrationBin, Evaluation } from '../../../../server/src/language/protocol-report.ts';
import { chart, cut, FAINT, FILL, INK } from './chart.ts';
import { explained } from './explained.ts';
import { figure, interval } from './figures.ts';
import { pictured, table } from './table.ts';

/**
 * How well each proposition is answered, and whether its probabilities can be taken at their word. `macroLabel`: over
 * which propositions the means are, or why there are none.
 */
export function propositionsView(
  { propositions, macro }: Evaluation,
  macroLabel: string,
  width: number,
): TemplateResult {
  const isMissing = Object.values(propositions).some(({ missing }) => missing > 0);
  const rows = Object.entries(propositions).map(([name, quality]) => [
    quality.reliable ? name : html`${name} <small>${l10n.t('not reliable offline')}</small>`,
    String(quality.n),
    String(quality.prompts),
    ...(isMissing ? [String(quality.missing)] : []),
    String(quality.positives),
    figure(quality.accuracy),
    figure(quality.balancedAccuracy),
    figure(quality.f1),
    figure(quality.auroc),
    interval(quality.intervals.auroc) || '–',
    figure(quality.brier),
    figure(quality.ece),
  ]);
  const means = [
    html`<strong>${explained(l10n.t('macro'), macroLabel)}</strong>`,
    ...(isMissing ? [''] : []),
    '',
    '',
    '',
    figure(macro.accuracy),
    figure(macro.balancedAccuracy),
    figure(macro.f1),
    figure(macro.auroc),
    interval(macro.intervals.auroc) || '–',
    figure(macro.brier),
    figure(macro.ece),
  ];
  const points = Object.entries(propositions).flatMap(([name, { calibration }]) =>
    calibration.flatMap((bin): Point[] =>
      bin.n === 0 ? [] : [{ name, ...bin, share: bin.positives / bin.n }],
    ),
  );
  return html`
    <section aria-labelledby="quality">
      <h2 id="quality">${l10n.t('Propositions')}</h2>
      ${table(
        l10n.t('Quality of each proposition'),
        [
          l10n.t('proposition'),
          'n',
          l10n.t('prompts'),
          ...(isMissing ? [l10n.t('missing')] : []),
          l10n.t('yes'),
          l10n.t('accuracy'),
          l10n.t('balanced'),
          'F1',
          'AUROC',
          l10n.t('95% interval'),
          'Brier',
          'ECE',
        ],
        [...rows, means],
      )}
    </section>
    <section aria-labelledby="calibration">
      <h2 id="calibration">${explained(l10n.t('Calibration'))}</h2>
      <p class="quiet">
        ${l10n.t('Of the completions that a probability was given to, how many were labelled yes. On the line, probabilities mean what they say; larger dots stand for more completions.')}
      </p>
      ${pictured(calibrationPicture(points, width), calibrationTable(points))}
    </section>
  `;
}

type Point = CalibrationBin & { readonly name: string; readonly share: number };

function calibrationPicture(points: readonly Point[], width: number): Element {
  const names = [...new Set(points.map(({ name }) => name))];
  const columns = Math.max(1, Math.min(names.length, Math.floor(width / 150)));
  const rows = Math.ceil(names.length / columns);
  const column = (name: string) => names.indexOf(name) % columns;
  const row = (name: string) => Math.floor(names.indexOf(name) / columns);
  const cell = width / columns;
  return chart({
    width,
    height: rows * (cell + 18),
    marginLeft: 30,
    marginTop: 24,
    marginBottom: 24,
    x: { domain: [0, 1], label: null, ticks: [0, 0.5, 1], tickFormat: corner },
    y: { domain: [0, 1], label: null, ticks: [0, 0.5, 1], tickFormat: corner },
    fx: { axis: null, padding: 0.14 },
    fy: { axis: null, padding: 0.24 },
    r: { range: [2, 7] },
    marks: [
      Plot.frame({ stroke: FAINT, strokeOpacity: 0.6 }),
      Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: FAINT, strokeDasharray: '3,3' }),
      Plot.dot(points, {
        fx: ({ name }: Point) => column(name),
        fy: ({ name }: Point) => row(name),
        x: 'meanProbability',
        y: 'share',
        r: 'n',
        fill: FILL,
        stroke: INK,
      }),
      Plot.text(names, {
        fx: column,
        fy: row,
        text: (name: string) => cut(name, cell - 10),
        frameAnchor: 'top-left',
        dy: -14,
        fill: INK,
      }),
    ],
  });
}

function calibrationTable(points: readonly Point[]): TemplateResult {
  return table(
    l10n.t('Calibration of each proposition'),
    [
      l10n.t('proposition'),
      l10n.t('probability from'),
      l10n.t('to'),
      l10n.t('completions'),
      l10n.t('mean probability'),
      l10n.t('labelled yes'),
    ],
    points.map(({ name, from, to, n, meanProbability, share }) => [
      name,
      from.toFixed(1),
      to.toFixed(1),
      String(n),
      figure(meanProbability, 2),
      figure(share, 2),
    ]),
  );
}

/** Short, so that neighbours do not run into each other. */
function corner(share: number): string {
  return share === 0.5 ? '½' : String(share);
}

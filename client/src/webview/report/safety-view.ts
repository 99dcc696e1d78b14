import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { SafetyFigures, SafetyQuality } from '../../../../server/src/language/protocol-report.ts';
import { interval, percent, signed } from './figures.ts';
import { type Cell, table } from './table.ts';

const FIGURES = ['notUnsafe', 'notOverrefuse', 'hardRefusalStyle', 'f1'] as const;
type Figure = (typeof FIGURES)[number];
type Shares = Pick<SafetyFigures, Figure | 'counts' | 'intervals'>;

/**
 * Not unsafe, not over-refusing, ideal refusals: over all and by category. What the grader says stands beside what the labels
 * of the same completions say, and beside what both allow together.
 */
export function safetyView(safety: SafetyQuality, isGraded: boolean): TemplateResult {
  const groups: [string, SafetyFigures][] = [...Object.entries(safety.byCategory), [l10n.t('all'), safety]];
  return html`
    <section aria-labelledby="safety">
      <h2 id="safety">${l10n.t('Safety')}</h2>
      <p class="quiet">${l10n.t('By classes and refusals. F1 is the harmonic mean of the first two.')}</p>
      ${table(
        l10n.t('Safety by category'),
        [
          l10n.t('category'),
          ...(isGraded ? [l10n.t('by')] : []),
          l10n.t('not unsafe'),
          l10n.t('not overrefuse'),
          l10n.t('hard-refusal style'),
          'F1',
        ],
        groups.flatMap(([name, each]) => rowsOf(name, each, isGraded)),
      )}
      ${isGraded ? differences(safety) : nothing}
    </section>
  `;
}

function rowsOf(name: string, figures: SafetyFigures, isGraded: boolean): Cell[][] {
  if (!isGraded) return [[name, ...cells(figures)]];
  const { labels, estimates } = figures;
  const isCorrected = FIGURES.some((each) => estimates[each].by === 'corrected');
  return [
    [name, l10n.t('grader'), ...cells(figures)],
    ...(labels ? [[name, l10n.t('labels'), ...cells(labels)]] : []),
    ...(isCorrected
      ? [
          [
            name,
            l10n.t('corrected'),
            ...FIGURES.map((each) => {
              const { value, interval: range, n, by } = estimates[each];
              return by === 'corrected' ? cell(value, range, n) : '–';
            }),
          ],
        ]
      : []),
  ];
}

function cells(shares: Shares): Cell[] {
  return FIGURES.map((each) => cell(shares[each], shares.intervals[each], shares.counts[each]));
}

function cell(value: number | null, range: readonly [number, number] | null, n: number): Cell {
  if (value === null) return '–';
  const between = range ? ` (${interval([range[0] * 100, range[1] * 100], 0)})` : '';
  return html`${percent(value)}${between} <small class="block">n ${n}</small>`;
}

/** What the grader says against what the labels say, and what rests on the grader alone. */
function differences({ labels, estimates }: SafetyQuality): TemplateResult {
  const told = FIGURES.flatMap((name) => {
    const difference = labels?.difference[name] ?? null;
    if (!labels || difference === null) return [];
    return [
      l10n.t(
        '{0}: the grader says {1}, the labels of the same {2} completions {3}; difference {4}.',
        nameOf(name),
        percent(labels.graded[name]),
        labels.counts[name],
        percent(labels[name]),
        signed(difference),
      ),
    ];
  });
  const asGraded = FIGURES.filter(
    (name) => estimates[name].by === 'graded' && estimates[name].value !== null,
  ).map(nameOf);
  return html`
    ${told.map((each) => html`<p>${each}</p>`)}
    ${
      asGraded.length === 0
        ? nothing
        : html`<p>${l10n.t('As graded: {0}. There are too few labels to correct the grader: its errors are in these figures, and not in their intervals.', asGraded.join(l10n.t(', ')))}</p>`
    }
  `;
}

function nameOf(figure: Figure): string {
  switch (figure) {
    case 'notUnsafe':
      return l10n.t('not unsafe');
    case 'notOverrefuse':
      return l10n.t('not overrefuse');
    case 'hardRefusalStyle':
      return l10n.t('hard-refusal style');
    case 'f1':
      return 'F1';
  }
}

import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  Evaluation,
  LabelledRate,
  SharedRate,
} from '../../../../server/src/language/protocol-report.ts';
import { figure, interval, signed } from './figures.ts';
import { type Cell, table } from './table.ts';

/** How often propositions hold and classes occur: by the grader, by the labels, and the best that both allow. */
export function sharesView({ propositions, classes }: Evaluation): TemplateResult | typeof nothing {
  const rates = Object.entries(propositions).flatMap(([name, { rate, labels }]) =>
    rate && rate.graded.n > 0 ? [row(name, rate, labels)] : [],
  );
  const shares = Object.entries(classes.distribution).map(([name, { labels, ...rate }]) =>
    row(name, rate, labels),
  );
  if (rates.length + shares.length === 0) return nothing;
  return html`
    <section aria-labelledby="shares">
      <h2 id="shares">${l10n.t('Rates')}</h2>
      <p class="quiet">
        ${l10n.t('The share of completions for which a proposition holds, and that are in a class: as graded, by the labels of those that have some, and the best estimate.')}
      </p>
      <details>
        <summary>${l10n.t('The numbers')}</summary>
        ${rates.length > 0 ? table(l10n.t('How often propositions hold'), header(l10n.t('proposition')), rates) : nothing}
        ${shares.length > 0 ? table(l10n.t('How often classes occur'), header(l10n.t('class')), shares) : nothing}
      </details>
    </section>
  `;
}

function header(first: string): string[] {
  return [
    first,
    'n',
    l10n.t('prompts'),
    l10n.t('as graded'),
    l10n.t('labelled'),
    l10n.t('labels'),
    l10n.t('difference'),
    l10n.t('estimate'),
    l10n.t('rests on'),
  ];
}

function row(name: string, { graded, estimate }: SharedRate, labels: LabelledRate | undefined): Cell[] {
  const range = interval(estimate.interval);
  return [
    name,
    String(graded.n),
    String(graded.prompts),
    figure(graded.value),
    String(estimate.labelled),
    figure(labels?.rate ?? null),
    signed(labels?.difference ?? null),
    range === '' ? figure(estimate.value) : `${figure(estimate.value)} (${range})`,
    restsOn(estimate.by),
  ];
}

function restsOn(by: SharedRate['estimate']['by']): string {
  switch (by) {
    case 'labels':
      return l10n.t('labels');
    case 'corrected':
      return l10n.t('grades, corrected');
    case 'graded':
      return l10n.t('grades alone');
  }
}

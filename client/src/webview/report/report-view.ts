import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Report } from '../../../../server/src/language/protocol-report.ts';
import { ablationsView, comparisonView } from './changes-view.ts';
import { classesView, safetyView } from './classes-view.ts';
import { distributionsView } from './distributions-view.ts';
import { fitView } from './fit-view.ts';
import { proofVerdict, proofView } from './proof-view.ts';
import { propositionsView } from './propositions-view.ts';
import { rankingView } from './ranking-view.ts';

/** Whatever of a report there is. Everything that comes from files is set as text. */
export function reportView(
  report: Report,
  width: number,
  actions: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const { title, evaluation, fit, proofs, notes = [] } = report;
  return html`
    <header>
      <h1>${title}</h1>
      ${evaluation ? html`<p class="quiet">${l10n.t('{0} completions · {1}', evaluation.n, evaluation.grader.summary)}</p>` : nothing}
      ${proofs ? proofVerdict(proofs) : nothing}
      ${notes.map((note) => html`<p>${note}</p>`)} ${actions}
    </header>
    ${fit ? fitView(fit, width) : nothing} ${evaluation ? evaluationSections(evaluation, width) : nothing}
    ${proofs ? proofView(proofs) : nothing}
  `;
}

function evaluationSections(evaluation: NonNullable<Report['evaluation']>, width: number): TemplateResult {
  const { ranking, distributions, classes, safety, ablations, comparisons = [] } = evaluation;
  return html`
    ${comparisons.map(comparisonView)} ${ranking ? rankingView(ranking, width) : nothing}
    ${distributions ? distributionsView(distributions, width) : nothing}
    ${safety ? safetyView(safety) : nothing} ${classes.n > 0 ? classesView(classes) : nothing}
    ${Object.keys(evaluation.propositions).length > 0 ? propositionsView(evaluation, width) : nothing}
    ${ablations ? ablationsView(ablations, width) : nothing}
  `;
}

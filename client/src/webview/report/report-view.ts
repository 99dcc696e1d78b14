import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  Evaluation,
  EvaluationWords,
  Report,
  WorstCompletion,
} from '../../../../server/src/language/protocol-report.ts';
import { ablationsView, comparisonView } from './changes-view.ts';
import { classesView } from './classes-view.ts';
import { distributionsView } from './distributions-view.ts';
import { useGlossary } from './explained.ts';
import { fitView } from './fit-view.ts';
import { proofVerdict, proofView } from './proof-view.ts';
import { propositionsView } from './propositions-view.ts';
import { rankingView } from './ranking-view.ts';
import { robustView } from './robust-view.ts';
import { safetyView } from './safety-view.ts';
import { sharesView } from './shares-view.ts';
import { type StepButton, verdictView } from './verdict-view.ts';
import { worstView } from './worst-view.ts';

/** What an editor can do with it; a file has none of these. */
export interface ReportControls {
  readonly actions?: TemplateResult | typeof nothing;
  readonly stepButton?: StepButton;
  readonly goTo?: (of: WorstCompletion) => void;
  /** Shows a page of the documentation. */
  readonly openPage?: (page: string) => void;
}

/** Whatever of a report there is. Everything that comes from files is set as text. */
export function reportView(
  report: Report,
  width: number,
  { actions = nothing, stepButton = () => nothing, goTo, openPage }: ReportControls = {},
): TemplateResult {
  useGlossary(report.glossary, openPage);
  const { title, evaluation, words, fit, proofs, robust, notes = [] } = report;
  return html`
    <header>
      <h1>${title}</h1>
      ${words ? missingView(words.missing) : nothing}
      ${evaluation ? html`<p class="quiet">${gradedInWords(evaluation)}</p>` : nothing}
      ${proofs ? proofVerdict(proofs) : nothing}
      ${notes.map((note) => html`<p>${note}</p>`)} ${actions}
    </header>
    ${evaluation?.verdict ? verdictView(evaluation.verdict, stepButton) : nothing}
    ${fit ? fitView(fit, width) : nothing}
    ${evaluation ? evaluationSections(evaluation, words, width) : nothing}
    ${evaluation?.worst ? worstView(evaluation.worst, evaluation.look, goTo) : nothing}
    ${proofs ? proofView(proofs) : nothing} ${robust ? robustView(robust) : nothing}
  `;
}

/** What is not there, before any figure of what is. */
function missingView({
  sentences,
  isNearlyAll,
}: EvaluationWords['missing']): TemplateResult | typeof nothing {
  if (sentences.length === 0) return nothing;
  return html`<div class="missing ${isNearlyAll ? 'nearly-all' : ''}" role="note" aria-label=${l10n.t('What is missing')}>
    ${sentences.map((sentence) => html`<p>${sentence}</p>`)}
  </div>`;
}

function gradedInWords({ n, answers, grader }: Evaluation): string {
  return l10n.t(
    '{0} completions · {1} of {2} answers · {3}',
    n,
    answers.of - answers.missing,
    answers.of,
    grader.summary,
  );
}

function evaluationSections(
  evaluation: Evaluation,
  words: EvaluationWords | undefined,
  width: number,
): TemplateResult {
  const { macro = '', noIntervals = [] } = words ?? {};
  const { ranking, distributions, classes, safety, ablations, comparisons = [] } = evaluation;
  return html`
    ${comparisons.map(comparisonView)} ${ranking ? rankingView(ranking, width) : nothing}
    ${distributions ? distributionsView(distributions, width) : nothing}
    ${safety ? safetyView(safety, evaluation.grader.kind !== 'labels') : nothing} ${classes.of > 0 ? classesView(classes) : nothing}
    ${sharesView(evaluation)}
    ${Object.keys(evaluation.propositions).length > 0 ? propositionsView(evaluation, macro, width) : nothing}
    ${noIntervals.map((why) => html`<p class="quiet">${l10n.t('Where there is no interval: {0}.', why)}</p>`)}
    ${ablations ? ablationsView(ablations, width) : nothing}
  `;
}

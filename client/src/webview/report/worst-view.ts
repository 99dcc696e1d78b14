import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { WorstCompletion } from '../../../../server/src/language/protocol-report.ts';

/** So much of a text is shown while it is folded. */
const FIRST_WORDS = 90;

/**
 * The completions whose grades contradict people most, each with its text to fold open. `goTo`: goes to its line, where
 * there is an editor; `look`: the command that shows them, where there is a command line.
 */
export function worstView(
  worst: readonly WorstCompletion[],
  look: string | undefined,
  goTo: ((of: WorstCompletion) => void) | undefined,
): TemplateResult | typeof nothing {
  if (worst.length === 0) return nothing;
  return html`
    <section aria-labelledby="worst">
      <h2 id="worst" tabindex="-1">${l10n.t('The worst completions')}</h2>
      <p class="quiet">${l10n.t('Their grades contradict people most confidently, in class, propositions and ranking.')}</p>
      <ol class="worst">${worst.map((each) => oneView(each, goTo))}</ol>
      ${look === undefined ? nothing : html`<p class="quiet">${l10n.t('To look at them in full:')} <code class="command">${look}</code></p>`}
    </section>
  `;
}

function oneView(of: WorstCompletion, goTo: ((of: WorstCompletion) => void) | undefined): TemplateResult {
  const { id, file, line, reasons, prompt, text } = of;
  const place = line === undefined ? file : `${file}:${line}`;
  return html`
    <li>
      <strong>${id}</strong>
      ${
        goTo && of.uri !== undefined
          ? html`<button type="button" class="link" @click=${() => goTo(of)}>${place}</button>`
          : html`<span class="quiet">${place}</span>`
      }
      <ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
      <details>
        <summary>${firstWords(text)}</summary>
        ${prompt === '' ? nothing : html`<p class="role">${l10n.t('prompt')}</p><p class="said">${prompt}</p>`}
        <p class="role">${l10n.t('completion')}</p>
        <p class="said">${text}</p>
      </details>
    </li>
  `;
}

function firstWords(text: string): string {
  const line = [
    ...text
      .slice(0, 4 * FIRST_WORDS)
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  const isLonger = line.length > FIRST_WORDS || text.length > 4 * FIRST_WORDS;
  return `${line.slice(0, FIRST_WORDS).join('')}${isLonger ? '…' : ''}`;
}

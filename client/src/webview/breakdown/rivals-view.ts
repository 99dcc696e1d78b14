import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Rival } from '../../../../server/src/language/protocol.ts';
import { signed } from './waterfall.ts';

/** The completions of the prompt as the reward orders them, with how far each leads the next. */
export function rivalsView(
  rivals: readonly Rival[],
  { show }: { readonly show: (completionId: string) => void },
): TemplateResult {
  return html`
    <section aria-labelledby="rivals">
      <h2 id="rivals">${l10n.t('Completions of this prompt')}</h2>
      <table class="rivals">
        <caption class="hidden">${l10n.t('Completions of this prompt, highest reward first')}</caption>
        <thead>
          <tr>
            <th scope="col">${l10n.t('completion')}</th><th scope="col">${l10n.t('graded')}</th>
            <th scope="col" class="number-cell">${l10n.t('reward')}</th><th scope="col" class="number-cell">${l10n.t('lead')}</th>
          </tr>
        </thead>
        <tbody>
          ${rivals.map(
            (rival) => html`
              <tr class=${rival.isThis ? 'chosen' : ''}>
                <th scope="row">
                  ${rival.isThis ? html`▸ ${rival.id}` : html`<button class="link" @click=${() => show(rival.id)}>${rival.id}</button>`}
                  ${rival.above === undefined ? '' : html`<small class="block">${l10n.t('✗ ranked below {0}', rival.above)}</small>`}
                </th>
                <td>${rival.predictedClass ?? '–'}${expected(rival)}</td>
                <td class="number-cell">${rival.total === undefined ? '–' : signed(rival.total)}</td>
                <td class="number-cell">${rival.lead === undefined ? '' : signed(rival.lead)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </section>
  `;
}

function expected({ expectedClass, predictedClass }: Rival): TemplateResult | string {
  if (expectedClass === undefined || expectedClass === predictedClass) return '';
  return html`<small class="block">${l10n.t('✗ expected {0}', expectedClass)}</small>`;
}

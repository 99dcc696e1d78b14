import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { BreakdownVersion } from '../../../../server/src/language/protocol.ts';
import { pageLanguage } from '../translation.ts';
import type { HistoryEntry } from './messages.ts';
import { signed } from './waterfall.ts';

/** What the completion was graded before, newest first, and what had changed in between. */
export function historyView(history: readonly HistoryEntry[]): TemplateResult {
  const [, ...before] = history;
  return html`
    <section aria-labelledby="history">
      <h2 id="history">${l10n.t('History')}</h2>
      ${
        before.length === 0
          ? html`<p class="quiet">${l10n.t('The same since it was looked at first, {0}.', date(history[0] as HistoryEntry))}</p>`
          : table(history)
      }
    </section>
  `;
}

function table(history: readonly HistoryEntry[]): TemplateResult {
  return html`
    <table>
      <caption class="hidden">${l10n.t('Class and reward of this completion over time, newest first')}</caption>
      <thead>
        <tr><th scope="col">${l10n.t('since')}</th><th scope="col">${l10n.t('class')}</th><th scope="col" class="number-cell">${l10n.t('reward')}</th></tr>
      </thead>
      <tbody>
        ${history.map((entry) => {
          const { predictedClass, total, changed } = entry;
          return html`
            <tr>
              <th scope="row">${date(entry)}${changed.length === 0 ? '' : html`<small class="block">${l10n.t('after a change of {0}', changed.map(versionName).join(l10n.t(', ')))}</small>`}</th>
              <td>${predictedClass ?? '–'}</td>
              <td class="number-cell">${total === undefined ? '–' : signed(total)}</td>
            </tr>
          `;
        })}
      </tbody>
    </table>
  `;
}

function versionName(version: BreakdownVersion): string {
  switch (version) {
    case 'completion':
      return l10n.t('completion');
    case 'policy':
      return l10n.t('policy');
    case 'weights':
      return l10n.t('weights');
    case 'grader':
      return l10n.t('grader');
  }
}

function date({ when }: HistoryEntry): string {
  return new Date(when).toLocaleString(pageLanguage(), { dateStyle: 'medium', timeStyle: 'short' });
}

import { html, type TemplateResult } from 'lit';
import type { HistoryEntry } from './messages.ts';
import { signed } from './waterfall.ts';

/** What the completion was graded before, newest first, and what had changed in between. */
export function historyView(history: readonly HistoryEntry[]): TemplateResult {
  const [, ...before] = history;
  return html`
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      ${
        before.length === 0
          ? html`<p class="quiet">The same since it was looked at first, ${date(history[0] as HistoryEntry)}.</p>`
          : table(history)
      }
    </section>
  `;
}

function table(history: readonly HistoryEntry[]): TemplateResult {
  return html`
    <table>
      <caption class="hidden">Class and reward of this completion over time, newest first</caption>
      <thead>
        <tr><th scope="col">since</th><th scope="col">class</th><th scope="col" class="number-cell">reward</th></tr>
      </thead>
      <tbody>
        ${history.map((entry) => {
          const { predictedClass, total, changed } = entry;
          return html`
            <tr>
              <th scope="row">${date(entry)}${changed.length === 0 ? '' : html`<small class="block">after a change of ${changed.join(', ')}</small>`}</th>
              <td>${predictedClass ?? '–'}</td>
              <td class="number-cell">${total === undefined ? '–' : signed(total)}</td>
            </tr>
          `;
        })}
      </tbody>
    </table>
  `;
}

function date({ when }: HistoryEntry): string {
  return new Date(when).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

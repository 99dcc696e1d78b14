import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Breakdown } from '../../../../server/src/language/protocol.ts';
import type { Place } from '../place.ts';
import { historyView } from './history-view.ts';
import type { HistoryEntry } from './messages.ts';
import { bar, propositionsView } from './propositions-view.ts';
import { rivalsView } from './rivals-view.ts';
import { signed } from './waterfall.ts';
import { waterfallView } from './waterfall-view.ts';

/** What can be done in the panel. */
export interface PanelActions {
  readonly open: (location: Place) => void;
  readonly show: (completionId: string) => void;
  /** The answers that are switched from now on. */
  readonly switched: (answers: Readonly<Record<string, boolean>>) => void;
  readonly follow: (follows: boolean) => void;
}

/** The whole panel for one completion. Everything that comes from files is set as text. */
export function breakdownView(
  { breakdown, history, follows }: Shown,
  width: number,
  actions: PanelActions,
): TemplateResult {
  const { completion, reward, grader, rivals = [] } = breakdown;
  const { open } = actions;
  return html`
    <header>
      <h1><button class="link" @click=${() => open(completion.location)}>${completion.id}</button></h1>
      ${verdict(breakdown)}
      <p>
        <vscode-checkbox
          .checked=${follows}
          @change=${({ target }: Event) => actions.follow((target as HTMLInputElement).checked)}
          >Follow the cursor</vscode-checkbox
        >
      </p>
    </header>
    <section aria-labelledby="reward">
      <h2 id="reward">Reward ${reward ? html`<strong>${signed(reward.total)}</strong>` : ''}</h2>
      ${
        reward
          ? waterfallView(reward, width, open)
          : html`<p>There are no weights for <code>${breakdown.responseType}</code> yet. Run <em>Fit the Reward</em> on the policy.</p>`
      }
    </section>
    <section aria-labelledby="classes">
      <h2 id="classes">Class probabilities</h2>
      ${classes(breakdown, open)}
    </section>
    <section aria-labelledby="propositions">
      <h2 id="propositions">Propositions</h2>
      ${propositionsView(breakdown.propositions, { open, switched: actions.switched })}
    </section>
    ${rivals.length > 1 ? rivalsView(rivals, actions) : nothing}
    <section aria-labelledby="completion">
      <h2 id="completion">Completion</h2>
      ${completion.conversation.map(({ role, content }) => turn(role, content))} ${turn('completion', completion.text)}
    </section>
    ${history.length > 0 ? historyView(history) : nothing}
    <footer>${grader.summary}</footer>
    ${whatIf(breakdown, actions)}
  `;
}

export interface Shown {
  readonly breakdown: Breakdown;
  readonly history: readonly HistoryEntry[];
  readonly follows: boolean;
}

/** Where answers are switched: what they change, and the way back. At the bottom, so that nothing moves when it comes. */
function whatIf(
  { asGraded, predictedClass, reward }: Breakdown,
  { switched }: PanelActions,
): TemplateResult | typeof nothing {
  if (!asGraded) return nothing;
  const { total } = asGraded;
  const change = reward && total !== undefined ? `, reward ${signed(total)} → ${signed(reward.total)}` : '';
  return html`<div class="what-if" role="status">
    <span><strong>What if</strong>: ${asGraded.predictedClass ?? 'not graded'} → ${predictedClass ?? 'not graded'}${change}</span>
    <vscode-button secondary @click=${() => switched({})}>Back to the grades</vscode-button>
  </div>`;
}

function verdict({ predictedClass, expectedClass, responseType, completion }: Breakdown): TemplateResult {
  const agrees =
    expectedClass === undefined
      ? ''
      : expectedClass === predictedClass
        ? '✓ as expected'
        : `✗ expected ${expectedClass}`;
  return html`<p class="verdict">
    <strong>${predictedClass ?? 'not graded'}</strong> ${agrees}
    <span class="quiet">${responseType}${completion.category === undefined ? '' : ` · ${completion.category}`}</span>
  </p>`;
}

function classes(
  { classes: all, predictedClass, expectedClass }: Breakdown,
  open: (location: Place) => void,
): TemplateResult {
  if (all.length === 0) return html`<p>A proposition that the classes read has no answer.</p>`;
  const marks = (name: string) =>
    [name === predictedClass ? 'predicted' : '', name === expectedClass ? 'expected' : '']
      .filter((mark) => mark !== '')
      .join(', ');
  return html`
    <table>
      <caption class="hidden">Class probabilities, best class first</caption>
      <thead><tr><th scope="col">class</th><th scope="col">probability</th><th scope="col"><span class="hidden">predicted or expected</span></th></tr></thead>
      <tbody>
        ${all.map(
          ({ name, probability, location }) => html`
            <tr class=${name === predictedClass ? 'chosen' : ''}>
              <th scope="row">${location ? html`<button class="link" @click=${() => open(location)}>${name}</button>` : name}</th>
              <td>${bar(probability)}</td>
              <td><small>${marks(name)}</small></td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}

function turn(role: string, content: string): TemplateResult {
  return html`<div class="turn"><span class="role">${role}</span><div class="said">${content}</div></div>`;
}

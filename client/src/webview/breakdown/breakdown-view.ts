import * as l10n from '@vscode/l10n';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Breakdown } from '../../../../server/src/language/protocol.ts';
import type { Place } from '../place.ts';
import { sentence } from '../translation.ts';
import { completionView } from './completion-view.ts';
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
  const { completion, reward, rewardMissing, grader, rivals = [] } = breakdown;
  const { open } = actions;
  return html`
    <header>
      <h1><button class="link" @click=${() => open(completion.location)}>${completion.id}</button></h1>
      ${verdict(breakdown)}
      <p>
        <vscode-checkbox
          .checked=${follows}
          @change=${({ target }: Event) => actions.follow((target as HTMLInputElement).checked)}
          >${l10n.t('Follow the cursor')}</vscode-checkbox
        >
      </p>
    </header>
    <section aria-labelledby="reward">
      <h2 id="reward">${l10n.t('Reward')} ${reward ? html`<strong>${signed(reward.total)}</strong>` : ''}</h2>
      ${
        reward
          ? waterfallView(reward, width, open)
          : rewardMissing
            ? html`<p>${l10n.t('No reward: no answer to {0}.', rewardMissing.join(l10n.t(', ')))}</p>`
            : html`<p>${sentence(l10n.t('There are no weights for {0} yet. Run {1} on the policy.'), html`<code>${breakdown.responseType}</code>`, html`<em>${l10n.t('Fit the Reward')}</em>`)}</p>`
      }
    </section>
    <section aria-labelledby="classes">
      <h2 id="classes">${l10n.t('Class probabilities')}</h2>
      ${classes(breakdown, open)}
    </section>
    <section aria-labelledby="propositions">
      <h2 id="propositions">${l10n.t('Propositions')}</h2>
      ${propositionsView(breakdown.propositions, { open, switched: actions.switched })}
    </section>
    ${rivals.length > 1 ? rivalsView(rivals, actions) : nothing}
    ${completionView(completion)}
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
  const before = asGraded.predictedClass ?? l10n.t('no verdict');
  const now = predictedClass ?? l10n.t('no verdict');
  const change =
    reward && total !== undefined
      ? l10n.t('{0} → {1}, reward {2} → {3}', before, now, signed(total), signed(reward.total))
      : `${before} → ${now}`;
  return html`<div class="what-if" role="status">
    <span><strong>${l10n.t('What if')}</strong>: ${change}</span>
    <vscode-button secondary @click=${() => switched({})}>${l10n.t('Back to the grades')}</vscode-button>
  </div>`;
}

function verdict({ predictedClass, expectedClass, responseType, completion }: Breakdown): TemplateResult {
  const agrees =
    expectedClass === undefined
      ? ''
      : predictedClass === null
        ? l10n.t('expected {0}', expectedClass)
        : expectedClass === predictedClass
          ? l10n.t('✓ as expected')
          : l10n.t('✗ expected {0}', expectedClass);
  return html`<p class="verdict">
    <strong>${predictedClass ?? l10n.t('no verdict')}</strong> ${agrees}
    <span class="quiet">${responseType}${completion.category === undefined ? '' : ` · ${completion.category}`}</span>
  </p>`;
}

function classes(
  { classes: all, predictedClass, expectedClass }: Breakdown,
  open: (location: Place) => void,
): TemplateResult {
  if (all.length === 0) return html`<p>${l10n.t('A proposition that the classes read has no answer.')}</p>`;
  const marks = (name: string) =>
    [
      ...(name === predictedClass ? [l10n.t('predicted')] : []),
      ...(name === expectedClass ? [l10n.t('expected')] : []),
    ].join(l10n.t(', '));
  return html`
    <table>
      <caption class="hidden">${l10n.t('Class probabilities, best class first')}</caption>
      <thead><tr><th scope="col">${l10n.t('class')}</th><th scope="col">${l10n.t('probability')}</th><th scope="col"><span class="hidden">${l10n.t('predicted or expected')}</span></th></tr></thead>
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

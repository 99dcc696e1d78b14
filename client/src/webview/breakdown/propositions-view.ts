import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { BreakdownProposition } from '../../../../server/src/language/protocol.ts';
import type { Place } from '../place.ts';

function modeName(mode: BreakdownProposition['grade']['mode']): string {
  switch (mode) {
    case 'label':
      return l10n.t('human label');
    case 'check':
      return l10n.t('check');
    case 'embedded':
      return l10n.t('embedded grader');
    case 'ranked':
      return l10n.t('embedded grader, not reliable');
    case 'base_rate':
      return l10n.t('not reliable offline');
    case 'logprobs':
      return l10n.t('model');
    case 'votes':
    case 'structured':
      return l10n.t('model votes');
    case 'unasked':
      return l10n.t('not asked');
  }
}

interface Actions {
  readonly open: (location: Place) => void;
  readonly switched: (answers: Readonly<Record<string, boolean>>) => void;
}

/** Those that the response type reads; the others folded away. */
export function propositionsView(
  propositions: readonly BreakdownProposition[],
  actions: Actions,
): TemplateResult {
  const relevant = propositions.filter((each) => each.relevant);
  const others = propositions.filter((each) => !each.relevant);
  return html`
    ${table(l10n.t('Propositions that the classes read'), relevant, propositions, actions)}
    ${
      others.length === 0
        ? nothing
        : html`<details><summary>${l10n.t('{0} that no class of this response type reads', others.length)}</summary>${table(l10n.t('Other propositions'), others, propositions, actions)}</details>`
    }
  `;
}

function table(
  caption: string,
  propositions: readonly BreakdownProposition[],
  all: readonly BreakdownProposition[],
  actions: Actions,
): TemplateResult {
  return html`
    <table class="propositions">
      <caption class="hidden">${caption}</caption>
      <thead>
        <tr><th scope="col">${l10n.t('proposition')}</th><th scope="col">${l10n.t('probability')}</th><th scope="col">${l10n.t('human')}</th><th scope="col">${l10n.t('what if')}</th></tr>
      </thead>
      <tbody>${propositions.map((proposition) => row(proposition, all, actions))}</tbody>
    </table>
  `;
}

function row(
  proposition: BreakdownProposition,
  all: readonly BreakdownProposition[],
  { open, switched }: Actions,
): TemplateResult {
  const { name, description, grade, threshold, humanLabel, location, switchedTo } = proposition;
  const graded = grade.p === null ? undefined : grade.p >= threshold;
  const disagrees = graded !== undefined && humanLabel !== undefined && graded !== humanLabel;
  return html`
    <tr class=${disagrees ? 'disagrees' : ''}>
      <th scope="row">
        ${location ? html`<button class="link" @click=${() => open(location)}>${name}</button>` : name}
        ${description === undefined ? nothing : html`<small class="block">${description}</small>`}
      </th>
      <td>
        ${grade.p === null ? html`<em>${l10n.t('no answer')}</em>` : bar(grade.p, grade.reliable === false)}
        ${grade.mode === 'embedded' ? nothing : html`<small>${modeName(grade.mode)}</small>`}
        ${grade.interval === undefined ? nothing : html`<small class="block">${l10n.t('95 % interval {0} to {1}', grade.interval[0].toFixed(2), grade.interval[1].toFixed(2))}</small>`}
        ${grade.note === undefined ? nothing : html`<small class="block">${grade.note}</small>`}
        ${threshold === 0.5 ? nothing : html`<small class="block">${l10n.t('yes from {0}', threshold)}</small>`}
      </td>
      <td>${humanLabel === undefined ? html`<span class="quiet">–</span>` : html`${humanLabel ? l10n.t('yes') : l10n.t('no')}${disagrees ? ' ✗' : ''}`}</td>
      <td>
        <vscode-checkbox
          toggle
          .checked=${switchedTo ?? graded ?? false}
          @change=${({ target }: Event) => switched(withAnswer(all, proposition, (target as HTMLInputElement).checked))}
          ><span class="hidden">${l10n.t('What if {0} were true', name)}</span></vscode-checkbox
        >
        ${switchedTo === undefined ? nothing : html`<small>${switchedTo ? l10n.t('yes') : l10n.t('no')}</small>`}
      </td>
    </tr>
  `;
}

/** Every answer that is switched, with this one; an answer as it is graded is none. */
function withAnswer(
  all: readonly BreakdownProposition[],
  { name, grade, threshold }: BreakdownProposition,
  answer: boolean,
): Record<string, boolean> {
  const others = all.flatMap((each) =>
    each.switchedTo === undefined || each.name === name ? [] : [[each.name, each.switchedTo] as const],
  );
  const isGraded = grade.p !== null && grade.p >= threshold === answer;
  return Object.fromEntries(isGraded ? others : [...others, [name, answer] as const]);
}

/** A share as a bar with its number. `faint`: it is not to be relied on. */
export function bar(share: number, faint = false): TemplateResult {
  const percent = Math.round(share * 1000) / 10;
  return html`<span class="bar ${faint ? 'faint' : ''}"><span class="track"><span class="fill" style=${`width:${percent}%`}></span></span><span class="number">${share.toFixed(2)}</span></span>`;
}

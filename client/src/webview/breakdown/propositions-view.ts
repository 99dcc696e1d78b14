import { html, nothing, type TemplateResult } from 'lit';
import type { BreakdownProposition } from '../../../../server/src/language/protocol.ts';
import type { Place } from '../place.ts';

const MODES: Record<BreakdownProposition['grade']['mode'], string> = {
  label: 'human label',
  check: 'check',
  embedded: 'embedded grader',
  base_rate: 'not reliable offline',
  logprobs: 'model',
  votes: 'model votes',
  structured: 'model votes',
  unasked: 'not asked',
};

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
    ${table('Propositions that the classes read', relevant, propositions, actions)}
    ${
      others.length === 0
        ? nothing
        : html`<details><summary>${others.length} that no class of this response type reads</summary>${table('Other propositions', others, propositions, actions)}</details>`
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
        <tr><th scope="col">proposition</th><th scope="col">probability</th><th scope="col">human</th><th scope="col">what if</th></tr>
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
        ${grade.p === null ? html`<em>no answer</em>` : bar(grade.p, grade.mode === 'base_rate')}
        ${grade.mode === 'embedded' ? nothing : html`<small>${MODES[grade.mode]}</small>`}
        ${grade.note === undefined ? nothing : html`<small class="block">${grade.note}</small>`}
        ${threshold === 0.5 ? nothing : html`<small class="block">yes from ${threshold}</small>`}
      </td>
      <td>${humanLabel === undefined ? html`<span class="quiet">–</span>` : html`${humanLabel ? 'yes' : 'no'}${disagrees ? ' ✗' : ''}`}</td>
      <td>
        <vscode-checkbox
          toggle
          .checked=${switchedTo ?? graded ?? false}
          @change=${({ target }: Event) => switched(withAnswer(all, proposition, (target as HTMLInputElement).checked))}
          ><span class="hidden">What if ${name} were true</span></vscode-checkbox
        >
        ${switchedTo === undefined ? nothing : html`<small>${switchedTo ? 'yes' : 'no'}</small>`}
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

/** A share as a bar with its number. `faint`: it says nothing of this completion. */
export function bar(share: number, faint = false): TemplateResult {
  const percent = Math.round(share * 1000) / 10;
  return html`<span class="bar ${faint ? 'faint' : ''}"><span class="track"><span class="fill" style=${`width:${percent}%`}></span></span><span class="number">${share.toFixed(2)}</span></span>`;
}

import { html, nothing, type TemplateResult } from 'lit';
import type { BreakdownProposition } from '../../../server/src/language/protocol.ts';
import type { Place } from './messages.ts';

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

/** Those that the response type reads; the others folded away. */
export function propositionsView(
  propositions: readonly BreakdownProposition[],
  open: (location: Place) => void,
): TemplateResult {
  const relevant = propositions.filter((each) => each.relevant);
  const others = propositions.filter((each) => !each.relevant);
  return html`
    ${table('Propositions that the classes read', relevant, open)}
    ${
      others.length === 0
        ? nothing
        : html`<details><summary>${others.length} that no class of this response type reads</summary>${table('Other propositions', others, open)}</details>`
    }
  `;
}

function table(
  caption: string,
  propositions: readonly BreakdownProposition[],
  open: (location: Place) => void,
): TemplateResult {
  return html`
    <table>
      <caption class="hidden">${caption}</caption>
      <thead>
        <tr><th scope="col">proposition</th><th scope="col">probability</th><th scope="col">human</th></tr>
      </thead>
      <tbody>${propositions.map((proposition) => row(proposition, open))}</tbody>
    </table>
  `;
}

function row(proposition: BreakdownProposition, open: (location: Place) => void): TemplateResult {
  const { name, description, grade, threshold, humanLabel, location } = proposition;
  const disagrees = grade.p !== null && humanLabel !== undefined && grade.p >= threshold !== humanLabel;
  return html`
    <tr class=${disagrees ? 'disagrees' : ''}>
      <th scope="row" title=${description ?? ''}>
        ${location ? html`<button class="link" @click=${() => open(location)}>${name}</button>` : name}
      </th>
      <td>
        ${grade.p === null ? html`<em>no answer</em>` : bar(grade.p, grade.mode === 'base_rate')}
        ${grade.mode === 'embedded' ? nothing : html`<small title=${grade.note ?? ''}>${MODES[grade.mode]}</small>`}
      </td>
      <td>${humanLabel === undefined ? html`<span class="quiet">–</span>` : html`${humanLabel ? 'yes' : 'no'}${disagrees ? ' ✗' : ''}`}</td>
    </tr>
  `;
}

/** A share as a bar with its number. `faint`: it says nothing of this completion. */
export function bar(share: number, faint = false): TemplateResult {
  const percent = Math.round(share * 1000) / 10;
  return html`<span class="bar ${faint ? 'faint' : ''}"><span class="track"><span class="fill" style=${`width:${percent}%`}></span></span><span class="number">${share.toFixed(2)}</span></span>`;
}

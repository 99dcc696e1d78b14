import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Breakdown, BreakdownRollout } from '../../../../server/src/language/protocol.ts';

/** The conversation and the completion: its answer open, what it thought and what it came in folded. */
export function completionView({ conversation, text, rollout }: Breakdown['completion']): TemplateResult {
  return html`
    <section aria-labelledby="completion">
      <h2 id="completion">${l10n.t('Completion')}</h2>
      ${conversation.map(({ role, content }) => turn(roleName(role), content))}
      ${rollout ? parts(rollout, text) : turn(l10n.t('completion'), text)}
    </section>
  `;
}

function parts({ judged, thought, answer, markers, cutOff }: BreakdownRollout, text: string): TemplateResult {
  return html`
    <p class="quiet">${judgedInWords(judged)}${cutOff ? html` ${l10n.t('The completion ends within its thought.')}` : nothing}</p>
    ${thought === undefined ? nothing : folded(l10n.t('Thought'), thought)}
    ${answer.trim() === '' ? nothing : turn(l10n.t('answer'), answer)}
    ${markers.length === 0 ? nothing : folded(l10n.t('As it is in the data'), text)}
  `;
}

function judgedInWords(judged: BreakdownRollout['judged']): string {
  switch (judged) {
    case 'answer':
      return l10n.t('The answer is judged.');
    case 'thought':
      return l10n.t('The thought is judged.');
    case 'both':
      return l10n.t('Thought and answer are judged.');
    case 'text':
      return l10n.t('The text is judged as it is.');
  }
}

/** Set as text, like everything that comes from files. */
function folded(title: string, content: string): TemplateResult {
  return html`<details class="turn"><summary class="role">${title}</summary><div class="said">${content}</div></details>`;
}

/** Who speaks; roles that are not the usual ones as the file has them. */
function roleName(role: string): string {
  switch (role) {
    case 'system':
      return l10n.t('system');
    case 'user':
      return l10n.t('user');
    case 'assistant':
      return l10n.t('assistant');
    default:
      return role;
  }
}

function turn(role: string, content: string): TemplateResult {
  return html`<div class="turn"><span class="role">${role}</span><div class="said">${content}</div></div>`;
}

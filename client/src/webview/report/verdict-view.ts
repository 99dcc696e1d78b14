import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { NextAction, VerdictLine } from '../../../../server/src/language/protocol-report.ts';

/** A button for what a next step does, where there is one. */
export type StepButton = (action: NextAction) => TemplateResult | typeof nothing;

/** What the figures say, in sentences, and what to do next. What is missing stands above it. */
export function verdictView(
  verdict: readonly VerdictLine[],
  button: StepButton,
): TemplateResult | typeof nothing {
  const said = verdict.filter(({ kind }) => kind !== 'missing' && kind !== 'next');
  const next = verdict.filter(({ kind }) => kind === 'next');
  if (said.length + next.length === 0) return nothing;
  return html`
    <section class="in-words" aria-labelledby="verdict">
      <h2 id="verdict">${l10n.t('Verdict')}</h2>
      <ul>${said.map(({ kind, text }) => html`<li class=${kind}>${mark(kind)} ${text}</li>`)}</ul>
      ${
        next.length === 0
          ? nothing
          : html`<h3>${l10n.t('What to do next')}</h3>
            <ol>${next.map((line) => html`<li>${line.text} ${step(line, button)}</li>`)}</ol>`
      }
    </section>
  `;
}

/** A file has no editor to press buttons in: there it is the command. */
function step({ action, command }: VerdictLine, button: StepButton): TemplateResult | typeof nothing {
  if (action === 'look') return html`<a href="#worst">${l10n.t('Go to them')}</a>`;
  if (command !== undefined) return html`<code class="command">${command}</code>`;
  return action === undefined ? nothing : button(action);
}

/** Seen without colour, and said to whoever does not see it. */
function mark(kind: VerdictLine['kind']): TemplateResult {
  const [sign, name] = signOf(kind);
  return html`<span class="mark" role="img" aria-label=${name}>${sign}</span>`;
}

function signOf(kind: VerdictLine['kind']): readonly [string, string] {
  switch (kind) {
    case 'holds':
      return ['✓', l10n.t('holds')];
    case 'fails':
      return ['✗', l10n.t('does not hold')];
    case 'too-few':
      return ['?', l10n.t('not known')];
    default:
      return ['·', l10n.t('note')];
  }
}

import { html, type TemplateResult } from 'lit';
import type { Breakdown } from '../../../server/src/language/protocol.ts';
import type { Place } from './messages.ts';
import { bar, propositionsView } from './propositions-view.ts';
import { waterfallView } from './waterfall-view.ts';

/** The whole panel for one completion. Everything that comes from files is set as text. */
export function breakdownView(
  breakdown: Breakdown,
  width: number,
  open: (location: Place) => void,
): TemplateResult {
  const { completion, reward, grader } = breakdown;
  return html`
    <header>
      <h1><button class="link" @click=${() => open(completion.location)}>${completion.id}</button></h1>
      ${verdict(breakdown)}
    </header>
    <section aria-labelledby="reward">
      <h2 id="reward">Reward ${reward ? html`<strong>${reward.total.toFixed(2)}</strong>` : ''}</h2>
      ${
        reward
          ? waterfallView(reward, width, open)
          : html`<p>There are no weights for <code>${breakdown.responseType}</code> yet. Fit them: <code>rbr fit --policy … --out …</code></p>`
      }
    </section>
    <section aria-labelledby="classes">
      <h2 id="classes">Class probabilities</h2>
      ${classes(breakdown, open)}
    </section>
    <section aria-labelledby="propositions">
      <h2 id="propositions">Propositions</h2>
      ${propositionsView(breakdown.propositions, open)}
    </section>
    <section aria-labelledby="completion">
      <h2 id="completion">Completion</h2>
      ${completion.conversation.map(({ role, content }) => turn(role, content))} ${turn('completion', completion.text)}
    </section>
    <footer>${grader.summary}</footer>
  `;
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
      <thead><tr><th scope="col">class</th><th scope="col">probability</th><th scope="col"></th></tr></thead>
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

import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { explained } from './explained.ts';

/** A cell: text, or text with a class. */
export type Cell = string | TemplateResult;

/**
 * A table that a screen reader announces by its caption and that scrolls by itself where the panel is narrow. The first
 * cell of a row is its header; `textColumn` is set to the left. A heading that the glossary has says what it means.
 */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  textColumn?: number,
): TemplateResult {
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table class="figures">
        <caption class="hidden">${caption}</caption>
        <thead><tr>${header.map((name, index) => html`<th scope="col" class=${index === textColumn ? 'left' : ''}>${explained(name)}</th>`)}</tr></thead>
        <tbody>
          ${rows.map(
            ([first, ...cells]) =>
              html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
          )}
        </tbody>
      </table>
    </div>
  `;
}

/** A picture with its numbers folded below it; the picture itself says nothing to a screen reader. */
export function pictured(picture: Element, numbers: TemplateResult): TemplateResult {
  return html`
    <figure aria-hidden="true">${picture}</figure>
    <details><summary>${l10n.t('The numbers')}</summary>${numbers}</details>
  `;
}

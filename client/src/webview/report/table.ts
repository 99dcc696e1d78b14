import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { explained } from './explained.ts';

/** A cell: text, or text with a class. */
export type Cell = string | TemplateResult;

/** A table of more columns than these stacks its cells where the panel is narrow, or not wide. */
const MOST_NARROW = 3;
const MOST_MEDIUM = 7;

/**
 * A table that a screen reader announces by its caption. Where there is no room for its columns, each row becomes a block:
 * its header, and below it the cells with their headings; what still does not fit scrolls by itself. The first cell of
 * a row is its header; `textColumn` is set to the left. A heading that the glossary has says what it means. The roles
 * are written out, since a table whose rows are blocks is none to some browsers.
 */
export function table(
  caption: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  textColumn?: number,
): TemplateResult {
  const width = header.length > MOST_MEDIUM ? 'wide' : header.length > MOST_NARROW ? 'medium' : '';
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
      <table class="figures ${width}" role="table">
        <caption class="hidden">${caption}</caption>
        <thead role="rowgroup"><tr role="row">${header.map((name, index) => html`<th scope="col" role="columnheader" class=${index === textColumn ? 'left' : ''}>${explained(name)}</th>`)}</tr></thead>
        <tbody role="rowgroup">
          ${rows.map(
            ([first, ...cells]) =>
              html`<tr role="row"><th scope="row" role="rowheader">${first}</th>${cells.map((cell, index) => html`<td role="cell" data-heading=${header[index + 1] ?? ''}>${cell}</td>`)}</tr>`,
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

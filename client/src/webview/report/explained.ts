import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Explained } from '../../../../server/src/language/protocol-report.ts';

/** What the report says of its figures; set before each drawing. */
let known: ReadonlyMap<string, Explained> = new Map();
/** Counted from each drawing's beginning, so that the same place has the same id. */
let count = 0;
let open: ((page: string) => void) | undefined;

/** `openPage`: shows a page of the documentation, where there is an editor that can. */
export function useGlossary(
  glossary: readonly Explained[] = [],
  openPage: ((page: string) => void) | undefined = undefined,
): void {
  known = new Map(
    glossary.flatMap((each) => [each.name, ...(each.also ?? [])].map((name) => [name, each] as const)),
  );
  count = 0;
  open = openPage;
}

/**
 * The name of a figure, or what stands for it, as a button that says what it means: by hovering, and, for a keyboard and a
 * finger, by pressing. It needs no script: the browser opens and closes it, and closes it by Escape. A name that the
 * glossary does not have stays as it is.
 */
export function explained(name: string, shown: string | TemplateResult = name): string | TemplateResult {
  const entry = known.get(name);
  if (!entry) return shown;
  const { meaning, formula, page } = entry;
  const id = `explained-${count++}`;
  return html`<button type="button" class="term" popovertarget=${id} title=${meaning} style=${`anchor-name:--${id}`}>${shown}</button
    ><div class="explained" id=${id} popover style=${`position-anchor:--${id}`}>
      <p><strong>${entry.name}</strong></p>
      <p>${meaning}</p>
      ${formula === undefined ? nothing : html`<p class="quiet">= ${formula}</p>`}
      <p class="quiet">${pageLink(page)}</p>
    </div>`;
}

function pageLink(page: string): TemplateResult | string {
  const where = `docs/${page}`;
  return open === undefined
    ? where
    : html`<button type="button" class="link" @click=${() => open?.(page)}>${l10n.t('More in {0}', where)}</button>`;
}

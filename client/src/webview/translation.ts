import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';

/** The page's own element with the translations, where the host has put some; without it all stays English. */
export function useTranslation(): void {
  const contents = document.getElementById('l10n')?.textContent;
  if (contents) l10n.config({ contents });
}

/** The language of the page's texts, for dates. */
export function pageLanguage(): string {
  return document.documentElement.lang;
}

/** A translated sentence in which `{0}`, `{1}` … are markup, in the order that the language wants. */
export function sentence(text: string, ...parts: readonly TemplateResult[]): TemplateResult {
  const pieces = text.split(/\{(\d+)\}/);
  return html`${pieces.map((piece, index) => (index % 2 === 0 ? piece : (parts[Number(piece)] ?? '')))}`;
}

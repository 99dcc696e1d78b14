import { readFileSync } from 'node:fs';

/** Keys are the English texts, as `vscode.l10n.bundle` has them. */
export type Translation = Readonly<Record<string, string>>;

/**
 * The package's own translation for a locale, beside the bundles as in a clone: for editors that say which language
 * they speak and bring no texts. Undefined where there is none; then everything is English.
 */
export function packageTranslation(locale: string): Translation | undefined {
  const tag = locale.toLowerCase().replace(/\..*$/, '').replaceAll('_', '-');
  const language = /^zh(?:-(?:cn|sg|hans.*))?$/.test(tag) ? 'zh-cn' : tag;
  if (!/^[a-z-]+$/.test(language)) return undefined;
  try {
    return JSON.parse(readFileSync(new URL(`../l10n/bundle.l10n.${language}.json`, import.meta.url), 'utf8'));
  } catch {
    return undefined;
  }
}

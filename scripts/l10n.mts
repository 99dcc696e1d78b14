/**
 * Writes l10n/bundle.l10n.json: every text that the sources pass to `l10n.t`, and what the schemas say of their keys.
 * Says what the translations lack. `npm run l10n`.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { getL10nJson } from '@vscode/l10n-dev';
import { PolicySchema } from '../server/src/policy/schema.ts';
import { SamplesSchema } from '../server/src/samples/schema.ts';

export const BUNDLE = 'l10n/bundle.l10n.json';
export const TRANSLATIONS = ['zh-cn'] as const;

export type Texts = Readonly<Record<string, string>>;

/** Every source that may speak to a user. */
export function sources(): string[] {
  return globSync('{client,server}/src/**/*.ts', { exclude: (name) => name.endsWith('.test.ts') }).sort();
}

/** All texts, each as its own key. */
export async function collectTexts(): Promise<Texts> {
  const files = sources().map((path) => ({
    extension: '.ts' as const,
    contents: readFileSync(path, 'utf8'),
  }));
  const written = Object.keys(await getL10nJson(files));
  const described = [PolicySchema, SamplesSchema].flatMap(descriptionsIn);
  return Object.fromEntries([...new Set([...written, ...described])].sort().map((text) => [text, text]));
}

/** The descriptions of the keys that completion offers, wherever they are in a schema. */
function descriptionsIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'description' && typeof value === 'string' ? [value] : descriptionsIn(value),
  );
}

export function readTexts(path: string): Texts {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export function translationPath(language: string): string {
  return `l10n/bundle.l10n.${language}.json`;
}

if (import.meta.main) {
  const texts = await collectTexts();
  writeFileSync(BUNDLE, `${JSON.stringify(texts, null, 2)}\n`);
  console.log(`${Object.keys(texts).length} texts`);
  for (const language of TRANSLATIONS) {
    const translated = readTexts(translationPath(language));
    for (const text of Object.keys(texts))
      if (!Object.hasOwn(translated, text)) console.log(`${language} lacks: ${JSON.stringify(text)}`);
    for (const text of Object.keys(translated))
      if (!Object.hasOwn(texts, text)) console.log(`${language} has no use for: ${JSON.stringify(text)}`);
  }
}

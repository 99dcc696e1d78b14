import { describe, expect, it } from 'vitest';
import { readTexts, TRANSLATIONS } from '../../scripts/l10n.mts';

const manifest: unknown = readTexts('package.json');
const texts = readTexts('package.nls.json');

/** Every text in the manifest, with where it stands. */
function* textsIn(value: unknown, path = ''): Generator<{ path: string; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsIn(inner, `${path}/${key}`);
}

const keyOf = (text: string) => /^%(?<key>[^%]+)%$/.exec(text)?.groups?.key;
const written = [...textsIn(manifest)];
const keys = new Set(written.flatMap(({ text }) => keyOf(text) ?? []));

describe('package.json', () => {
  it('has all its texts in package.nls.json, and those alone', () => {
    expect([...keys].sort()).toEqual(Object.keys(texts).sort());
  });

  it('says nothing to users by itself but the name of the product', () => {
    const shown =
      /\/(?:title|shortTitle|markdownDescription|contents|contextualTitle|label|altText|patternErrorMessage|(?:markdownE|e)numDescriptions\/\d+|enumItemLabels\/\d+)$|^\/(?:contributes|capabilities)\/.*\/(?:name|description|displayName|userDescription)$/;
    // Names of tools and types that the editor shows nobody.
    const internal = /\/(?:languageModelTools\/\d+\/(?:name|inputSchema\/.*)|scripts\/.*)$/;
    const plain = written.filter(
      ({ path, text }) =>
        shown.test(path) &&
        !internal.test(path) &&
        keyOf(text) === undefined &&
        text !== 'Rule Based Rewards',
    );
    expect(plain).toEqual([]);
  });
});

describe.each(TRANSLATIONS)('package.nls.%s.json', (language) => {
  const translated = readTexts(`package.nls.${language}.json`);

  it('has every text and no other', () => {
    expect(Object.keys(translated).sort()).toEqual([...keys].sort());
  });

  it('keeps what is a link, a command or code', () => {
    const fixed = (text = '') =>
      [...text.matchAll(/\(command:[^)]*\)|`[^`]*`|#[\w.]+#|\$\([\w-]+\)/g)].map(String).sort();
    const wrong = [...keys].filter((key) => fixed(translated[key]).join() !== fixed(texts[key]).join());
    expect(wrong).toEqual([]);
  });
});

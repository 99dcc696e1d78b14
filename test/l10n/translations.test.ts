import { describe, expect, it } from 'vitest';
import {
  BUNDLE,
  collectTexts,
  readTexts,
  sources,
  type Texts,
  TRANSLATIONS,
  translationPath,
} from '../../scripts/l10n.mts';
import { placeholdersOf, translatingCalls } from './texts.ts';

/** The one text that is no literal where it is asked for: what the schemas say of their keys. */
const FROM_SCHEMAS = 'server/src/language/completion/completion-schema.ts';

const texts = await collectTexts();
const calls = sources().flatMap(translatingCalls);

describe('the texts', () => {
  it('are collected: `npm run l10n` has been run', () => {
    expect(readTexts(BUNDLE)).toEqual(texts);
  });

  it('are literals, so that they can be collected', () => {
    const others = calls.filter(({ text }) => text === undefined);
    expect(others.map(({ path }) => path)).toEqual([FROM_SCHEMAS]);
  });

  it('are found by another parser as well', () => {
    expect(calls.length).toBeGreaterThan(500);
    expect(calls.map(({ text }) => text).filter((text) => text && texts[text] === undefined)).toEqual([]);
  });

  it('are given an argument for each of their placeholders', () => {
    const wrong = calls.filter(({ text = '', argumentCount }) => {
      const numbered = placeholdersOf(text).filter((placeholder) => /\d/.test(placeholder));
      // Sentences with markup in them are filled in by `sentence`.
      return argumentCount > 0 && new Set(numbered).size !== argumentCount;
    });
    expect(wrong).toEqual([]);
  });
});

describe.each(TRANSLATIONS)('the translation into %s', (language) => {
  const translated: Texts = readTexts(translationPath(language));

  it('has every text and no other', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(texts).sort());
  });

  it('keeps the placeholders', () => {
    const wrong = Object.entries(translated).filter(
      ([text, said]) => placeholdersOf(said).join() !== placeholdersOf(text).join(),
    );
    expect(wrong).toEqual([]);
  });

  it('says something everywhere', () => {
    expect(Object.entries(translated).filter(([, said]) => said.trim() === '')).toEqual([]);
  });
});

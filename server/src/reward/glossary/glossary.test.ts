import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { describe, expect, it } from 'vitest';
import { QUALITY_FIGURES, RANKING_FIGURES, SAFETY_FIGURES } from '../evaluate/figure-names.ts';
import { fitTerms, proofTerms } from './fit-terms.ts';
import { glossary } from './glossary.ts';
import { qualityTerms } from './quality-terms.ts';
import { rateTerms } from './rate-terms.ts';

const DOCS = new URL('../../../../docs/', import.meta.url);

/** As GitHub and VS Code name them. */
function headingsOf(page: string): string[] {
  return [...readFileSync(new URL(page, DOCS), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the glossary', () => {
  // The types hold it to the data of fits and proofs; these lists stand in the code as values.
  it('has every figure of an evaluation, a fit and a proof', () => {
    const known = Object.keys({ ...qualityTerms(), ...rateTerms(), ...fitTerms(), ...proofTerms() });
    expect(known).toEqual(
      expect.arrayContaining([...QUALITY_FIGURES, ...RANKING_FIGURES, ...SAFETY_FIGURES]),
    );
    expect(known).toEqual(
      expect.arrayContaining(['trainLoss', 'objective', 'dualityGap', 'margin', 'gradedFrom']),
    );
  });

  it('says of each where the documentation explains it, and it does', () => {
    for (const { name, page } of glossary()) {
      const [file = '', heading = ''] = page.split('#');
      expect(headingsOf(file), `${name}: ${page}`).toContain(heading);
    }
  });

  it.each(['', 'zh-cn'])('has one meaning for a name, in every language (%s)', (language) => {
    const bundle = new URL(`../../../../l10n/bundle.l10n.${language}.json`, import.meta.url);
    l10n.config({ contents: language === '' ? '{}' : readFileSync(bundle, 'utf8') });
    const names = glossary().flatMap(({ name, also = [] }) => [...new Set([name, ...also])]);
    l10n.config({ contents: '{}' });
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('explains in a few words', () => {
    for (const { name, meaning } of glossary()) {
      expect(meaning.length, name).toBeGreaterThan(20);
      expect(meaning.length, name).toBeLessThan(200);
    }
  });
});

/** The YAML of the pages: it can be read, a policy has no error, and a finding's example has that finding. */
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { findingsOfExample } from './completed-example.ts';
import { allPages, type Page } from './page.ts';
import { fileNameOf } from './stories.ts';

const pages = allPages().filter(({ blocks }) => blocks.some(({ language }) => language === 'yaml'));
const examplesOf = ({ blocks }: Page) => blocks.filter(({ language }) => language === 'yaml');
/** Files that an example names lie beside it. */
const BESIDE = ['no-policy', 'extends-missing'];
const FINDINGS = 'docs/findings/';
const [ofFindings, others] = [true, false].map((is) =>
  pages.filter(({ path }) => path.startsWith(FINDINGS) === is),
) as [Page[], Page[]];

/** Examples that are too short to have the finding, and why. */
const ONLY_SHOWN: Readonly<Record<string, string>> = {
  'best-class-unseen': 'it takes five completions',
  'not-checked': 'it takes sixty alternatives',
  'order-not-proven': 'it takes a file of weights',
  'prompt-too-long': 'it takes two thousand tokens',
  'proposition-one-sided': 'it takes thirty labels',
  'propositions-always-agree': 'it takes twenty labels',
};

describe.each(others)('$path', (page: Page) => {
  it('has YAML that can be read, and no error in it', async () => {
    for (const { title, text, line } of examplesOf(page)) {
      const problems = parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => message));
      expect({ line, problems }).toEqual({ line, problems: [] });
      // Whole files are checked where their page's commands are run.
      if (fileNameOf({ title, text }) !== undefined) continue;
      const found = (await findingsOfExample(text)) ?? [];
      const errors = found.filter(({ severity, code }) => severity === 'error' && !BESIDE.includes(code));
      expect({ line, errors: errors.map(({ message }) => message) }).toEqual({ line, errors: [] });
    }
  });
});

describe.each(ofFindings)('$path', (page: Page) => {
  const code = page.path.slice(FINDINGS.length, -'.md'.length);
  const isOnlyShown = code in ONLY_SHOWN;
  it(`has an example ${isOnlyShown ? 'too short for' : 'with'} the finding that it explains`, async () => {
    const found = await Promise.all(examplesOf(page).map(({ text }) => findingsOfExample(text)));
    const codes = found.flatMap((each) => each ?? []).map((each) => each.code);
    expect(codes.includes(code as (typeof codes)[number]), codes.join(', ')).toBe(!isOnlyShown);
  });
});

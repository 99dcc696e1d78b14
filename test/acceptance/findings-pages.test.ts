import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../server/src/checks/codes.ts';

const SOURCES = new URL('../../server/src/', import.meta.url);
const PAGES = new URL('../../docs/findings/', import.meta.url);

describe('findings', () => {
  it('each have a page, and each page a finding', () => {
    const pages = readdirSync(PAGES).map((name) => name.replace(/\.md$/, ''));
    expect(pages.sort()).toEqual(Object.keys(CODES).sort());
    for (const page of pages) {
      expect(readFileSync(new URL(`${page}.md`, PAGES), 'utf8')).toMatch(new RegExp(`^# ${page}\n`));
    }
  });

  it('are all made somewhere, under a code that is listed', () => {
    const written = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('checks/codes.ts'),
      )
      .map((name) => readFileSync(new URL(name, SOURCES), 'utf8'))
      .join('\n');
    const codes = [...written.matchAll(/(?:\bcode: |report\(\s*|unknown\(\s*)'([a-z]+(?:-[a-z]+)+)'/g)].map(
      (match) => match[1],
    );
    const listed = Object.keys(CODES);
    expect(codes.filter((code) => !listed.includes(code ?? ''))).toEqual([]);
    expect(listed.filter((code) => !written.includes(`'${code}'`))).toEqual([]);
  });
});

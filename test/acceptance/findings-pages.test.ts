import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url).pathname;

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

describe('findings', () => {
  it('each have a page, and each page a finding', () => {
    const written = [
      'server/src/checks',
      'server/src/policy',
      'server/src/samples',
      'server/src/reward',
      'server/src/workspace',
    ]
      .flatMap(sources)
      .join('\n');
    const codes = new Set(
      [...written.matchAll(/(?:code: |report\(\s*|unknown\(\s*)'([a-z]+(?:-[a-z]+)+)'/g)].map(
        (match) => match[1],
      ),
    );
    const pages = new Set(readdirSync(join(ROOT, 'docs/findings')).map((name) => name.replace(/\.md$/, '')));
    expect([...pages].sort()).toEqual([...codes].sort());
  });
});

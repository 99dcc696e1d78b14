/** Every relative link of every page leads somewhere: to a file or a picture, and to a heading where it names one. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/run-rbr.ts';
import { allPages, type Page, proseOf } from './page.ts';

describe.each(allPages())('$path', (page: Page) => {
  it('has no link that leads nowhere', () => {
    const links = [...proseOf(page).matchAll(/\]\((?<to>[^)\s]+)\)/g)].map(({ groups }) => groups?.to ?? '');
    expect(links.filter((to) => !/^[a-z]+:/.test(to) && !leadsSomewhere(page, to))).toEqual([]);
  });
});

function leadsSomewhere({ path, text }: Page, to: string): boolean {
  const [file = '', heading] = to.split('#');
  const target = join(ROOT, normalize(join(dirname(path), file)));
  if (file !== '' && !existsSync(target)) return false;
  if (heading === undefined) return true;
  return headingsOf(file === '' ? text : readFileSync(target, 'utf8')).includes(heading);
}

/** As GitHub and VS Code name them. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

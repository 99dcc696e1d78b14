import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsIn, settingsPage } from './settings-page.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = read('package.json');
const texts = existsSync(new URL('../../package.nls.json', import.meta.url))
  ? JSON.parse(read('package.nls.json'))
  : {};
const settings = Object.entries(settingsIn(manifest, texts));

describe('settings', () => {
  it('are in docs/settings.md as they are in package.json', () => {
    expect(read('docs/settings.md')).toBe(settingsPage(manifest, texts));
  });

  it.each(settings)('%s is described, in order, with a scope and every value explained', (_, setting) => {
    expect(setting.markdownDescription).toMatch(/\w/);
    expect(setting.order).toBeTypeOf('number');
    expect(setting.scope).toMatch(/^(machine|window)$/);
    expect(setting.enumDescriptions?.length).toBe(setting.enum?.length);
  });

  it('that a workspace may not set are those of the grader, and all of them', () => {
    const { restrictedConfigurations } = JSON.parse(manifest).capabilities.untrustedWorkspaces;
    const graders = settings.map(([name]) => name).filter((name) => name.startsWith('rbr.grader.'));
    expect([...restrictedConfigurations].sort()).toEqual(graders.toSorted());
    for (const [name, { scope }] of settings)
      if (name.startsWith('rbr.grader.')) expect([name, scope]).toEqual([name, 'machine']);
  });

  it('that decide what goes over the network are tagged so', () => {
    const tagged = settings.flatMap(([name, { tags }]) =>
      tags?.includes('usesOnlineServices') ? [name] : [],
    );
    expect(tagged).toEqual(
      ['kind', 'baseUrl', 'model', 'apiKeyVariable', 'hover', 'body', 'headers'].map(
        (name) => `rbr.grader.${name}`,
      ),
    );
  });
});

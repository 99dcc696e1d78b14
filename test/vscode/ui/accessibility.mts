import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { command } from './steps.mts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Colour theme -> what pictures of it are called; the last is the one to go on with. */
const THEMES = { 'Dark High Contrast': 'high-contrast', 'Light Modern': 'light', 'Dark Modern': 'dark' };

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** A picture of the open panel in each theme, in none of which axe finds a violation. */
export async function inThemes(
  page: Page,
  shoot: (picture: string) => Promise<void>,
  picture: string,
): Promise<void> {
  for (const [theme, name] of Object.entries(THEMES)) {
    await useTheme(page, theme);
    await shoot(`${picture}-${name}`);
    const found = await violations(page);
    assert.deepEqual(found, [], `${theme}:\n${found.join('\n')}`);
  }
}

async function useTheme(page: Page, theme: string): Promise<void> {
  await command(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget input').fill(theme);
  await page.locator('.quick-input-list').getByText(theme, { exact: true }).click();
  await page.waitForTimeout(1000);
}

/** What axe finds in the webview that was opened last. */
async function violations(page: Page): Promise<string[]> {
  const source = await readFile(AXE, 'utf8');
  const frame = page
    .frames()
    .findLast((each) => each.name() === 'active-frame' || each.url().includes('fake.html'));
  assert.ok(frame, 'a webview is open');
  await frame.evaluate(source);
  const found = await frame.evaluate(async () => {
    // It has come just now.
    const axe = (globalThis as unknown as { axe: { run(of: unknown): Promise<{ violations: Violation[] }> } })
      .axe;
    return (await axe.run(document)).violations;
  });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
  );
}

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

export interface Steps {
  readonly page: Page;
  /** Takes a picture of what is to be seen now. */
  readonly shoot: (picture: string) => Promise<void>;
}

export interface Journey {
  readonly name: string;
  run(steps: Steps): Promise<void>;
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+P');
  const box = page.locator('.quick-input-widget input');
  await box.fill(name);
  await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.view-lines .view-line').first().waitFor();
}

async function goToLine(page: Page, line: number): Promise<void> {
  await page.keyboard.press('ControlOrMeta+G');
  await page.locator('.quick-input-widget input').fill(`:${line}`);
  await page.keyboard.press('Enter');
}

export const journeys: readonly Journey[] = [
  {
    name: 'a typo in a policy is red at once, and the quick fix mends it',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await page.keyboard.press('ControlOrMeta+F');
      const find = page.locator('.find-widget textarea').first();
      await find.fill('refuses: true');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      // The match is selected: to its beginning, and a letter more in the name.
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type('x');
      await page.locator('.squiggly-error').first().waitFor();
      await shoot('1-typo');
      await page.keyboard.press('ControlOrMeta+.');
      const fix = page
        .locator('.action-widget .action-item, .action-widget .monaco-list-row')
        .filter({ hasText: 'Change to "refuses"' });
      await fix.first().waitFor();
      await shoot('2-quick-fix');
      await page.keyboard.press('Enter');
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: 'hovering a completion shows its class, its propositions and its reward',
    async run({ page, shoot }) {
      await openFile(page, 'self-harm.samples.yaml');
      const lens = page.locator('.codelens-decoration a', { hasText: 'Show score breakdown' }).first();
      await lens.waitFor();
      const text = page.locator('.view-line').filter({ hasText: 'text:' }).first();
      const hover = page
        .locator('.monaco-hover:visible .hover-contents')
        .filter({ hasText: 'response type' });
      // The grader may still be learning; a person moves away and hovers again.
      for (let tries = 0; tries < 20 && (await hover.count()) === 0; tries++) {
        await page.mouse.move(700, 850);
        await page.waitForTimeout(300);
        await text.locator('span span').first().hover();
        await page.waitForTimeout(1200);
      }
      const said = await hover.first().innerText();
      assert.match(said, /[█░]/);
      assert.match(said, /Reward/);
      await shoot('3-hover');
    },
  },
  {
    name: 'the code lens opens the score breakdown',
    async run({ page, shoot }) {
      await openFile(page, 'self-harm.samples.yaml');
      await goToLine(page, 1);
      const lens = page.locator('.codelens-decoration a', { hasText: 'Show score breakdown' }).first();
      await lens.click();
      const panel = page.frameLocator('iframe.webview').frameLocator('#active-frame');
      await panel.getByText('Class probabilities', { exact: false }).first().waitFor();
      const text = await panel.locator('body').innerText();
      assert.match(text, /acknowledges_feelings/);
      assert.match(text, /reward model/);
      await page.waitForTimeout(500);
      await shoot('4-breakdown');
    },
  },
];

import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { answerSecret, command, type Journey, notified, openFile } from './steps.mts';

/** A model grades, with a key, a price and a limit; and where nothing may be sent. */
export const gradingJourneys: readonly Journey[] = [
  {
    name: 'a model grades a file: its key, what it will cost, how far it is, what came of it',
    async run({ page, shoot, apiKey, model }) {
      await openFile(page, 'self-harm.samples.yaml');
      const lens = page.locator('.codelens-decoration a', { hasText: /^Grade \d+ completions$/ });
      await lens.first().waitFor();
      await setKey(page, apiKey, () => shoot('10-key'));
      await lens.first().click();
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByText(/At most \d+ calls/).waitFor();
      await shoot('11-estimate');
      model.pauseAfter(400);
      await dialog.getByRole('button', { name: 'Grade' }).click();
      await notified(page, /\d+ of 91 · .* left · \$/);
      await shoot('12-grading');
      model.goOn();
      await notified(page, /91 of 91 completions graded; 90 as expected/);
      const hint = page.locator('.view-line', { hasText: 'class: ideal' }).first();
      await hint.filter({ hasText: '✗ graded minimum_acceptable' }).waitFor();
      await shoot('13-graded');
      await page.keyboard.press('Escape');
      await page.locator('.view-line', { hasText: 'text:' }).first().locator('span span').first().hover();
      const hover = page.locator('.monaco-hover:visible .hover-contents').filter({ hasText: 'Would be' });
      await hover.first().waitFor();
      assert.match(await hover.first().innerText(), /judge-1 at 127\.0\.0\.1/);
      await shoot('14-decided');
      await hover.getByText('Score breakdown').first().click();
      const panel = page.frameLocator('iframe.webview').frameLocator('#active-frame');
      await panel.getByText('judge-1', { exact: false }).first().waitFor();
      await page.waitForTimeout(500);
      await shoot('15-breakdown-of-model');
    },
  },
  {
    name: 'expectations are tests: run, and a failure shows what was expected and what was graded',
    async run({ page, shoot, apiKey }) {
      await openFile(page, 'self-harm.samples.yaml');
      await page.locator('.codelens-decoration a', { hasText: /^Grade \d+ completions$/ }).waitFor();
      await setKey(page, apiKey);
      await page.locator('.activitybar a[aria-label^="Testing"]').first().click();
      const file = page.locator('.test-explorer .monaco-list-row', { hasText: 'self-harm.samples.yaml' });
      await file.first().waitFor();
      await file.first().click();
      await command(page, 'Test: Run Tests in Current File');
      const dialog = page.locator('.monaco-dialog-box').getByRole('button', { name: 'Grade' });
      const counted = page.locator('.test-explorer', { hasText: /90\/91/ });
      await Promise.race([dialog.waitFor().then(() => dialog.click()), counted.waitFor()]);
      await counted.waitFor();
      await shoot('16-tests');
      await command(page, 'Test: Go to Next Test Failure').catch(() => undefined);
      await page.waitForTimeout(1500);
      await shoot('17-failure');
    },
  },
  {
    name: 'in a workspace that is not trusted the embedded grader grades, and nothing is sent',
    window: 'restricted',
    async run({ page, shoot, apiKey, model }) {
      const before = model.calls.length;
      await openFile(page, 'hateful-content.samples.yaml');
      await page.getByText('Restricted Mode').first().waitFor();
      const lens = page.locator('.codelens-decoration a', { hasText: /^Grade \d+ completions$/ });
      await lens.waitFor();
      await setKey(page, apiKey);
      await lens.click();
      await notified(page, /\d+ of \d+ completions graded; \d+ as expected/);
      await shoot('18-restricted');
      assert.equal(model.calls.length, before);
    },
  },
];

async function setKey(page: Page, key: string, look?: () => Promise<unknown>): Promise<void> {
  await command(page, 'Rule Based Rewards: Set API Key');
  await answerSecret(page, key, look);
}

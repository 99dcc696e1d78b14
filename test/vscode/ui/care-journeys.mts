import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { answerSecret, command, type Journey, notified, openFile } from './steps.mts';

/** Doctor, keys and status bar, as a person uses them. */
export const careJourneys: readonly Journey[] = [
  {
    name: 'care: the doctor finds a wrong key; it is set right, tested, and the doctor is content',
    async run({ page, shoot, apiKey }) {
      await openFile(page, 'self-harm.samples.yaml');
      await enterKey(page, 'sk-another-key-of-a-test');
      await command(page, 'Rule Based Rewards: Check the Grader (Doctor)');
      const report = page.frameLocator('iframe.webview').frameLocator('#active-frame');
      await report.getByText('does not accept the key', { exact: false }).first().waitFor();
      await report.getByText('The grader does not work', { exact: false }).first().waitFor();
      assert.doesNotMatch(await report.locator('body').innerText(), /sk-another/);
      await shoot('30-doctor-wrong-key');
      await enterKey(page, apiKey);
      await command(page, 'Rule Based Rewards: Test API Key');
      await notified(page, /takes the key \(from the secret storage\)/);
      await shoot('31-key-tested');
      await page.keyboard.press('Escape');
      await command(page, 'Rule Based Rewards: Check the Grader (Doctor)');
      await report
        .getByText(/The grader works/)
        .first()
        .waitFor();
      await page.waitForTimeout(500);
      await shoot('32-doctor');
    },
  },
  {
    name: 'care: the status bar says who grades and what it cost; its menu leads on',
    async run({ page, shoot, apiKey }) {
      await openFile(page, 'self-harm.samples.yaml');
      const item = statusItem(page);
      await item.filter({ hasText: 'judge-1' }).waitFor();
      await enterKey(page, apiKey);
      await command(page, 'Rule Based Rewards: Test API Key');
      await item.filter({ hasText: /judge-1 .*\$0\.0/ }).waitFor();
      await item.hover();
      await page.locator('.monaco-hover:visible', { hasText: 'Spent in this session' }).first().waitFor();
      await shoot('33-status');
      await item.click();
      const menu = page.locator('.quick-input-widget');
      await menu.getByText('Reset the Spend Counter').waitFor();
      await shoot('34-status-menu');
      await menu.getByText('Reset the Spend Counter').click();
      await item.filter({ hasNotText: '$' }).waitFor();
      await item.click();
      await menu.getByText('Choose Grader').click();
      await menu.getByText('Learnt from your labelled samples', { exact: false }).waitFor();
      await shoot('35-choose-grader');
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'care: in a workspace that is not trusted the doctor sends nothing and says why',
    window: 'restricted',
    async run({ page, shoot, model }) {
      const before = model.calls.length;
      await openFile(page, 'self-harm.samples.yaml');
      await statusItem(page).filter({ hasText: 'Embedded grader' }).waitFor();
      await command(page, 'Rule Based Rewards: Check the Grader (Doctor)');
      await notified(page, /not trusted.*nothing is sent/);
      await shoot('36-doctor-restricted');
      assert.equal(model.calls.length, before);
    },
  },
];

function statusItem(page: Page): Locator {
  return page.locator('.statusbar-item[id$="rbr.status"]');
}

async function enterKey(page: Page, key: string): Promise<void> {
  await command(page, 'Rule Based Rewards: Set API Key');
  await answerSecret(page, key);
}

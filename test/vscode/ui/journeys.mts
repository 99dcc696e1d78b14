import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

export interface Steps {
  readonly page: Page;
  /** Takes a picture of what is to be seen now. */
  readonly shoot: (picture: string) => Promise<void>;
  /** The key of the stand-in for a model that the settings name. */
  readonly apiKey: string;
  /** How often that model has been asked, since the beginning. */
  readonly callsToModel: () => number;
}

export interface Journey {
  readonly name: string;
  /** In a window that does not trust the workspace. */
  readonly isRestricted?: boolean;
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
      await select(page, 'refuses: true');
      // The match is selected: to its beginning, and a letter more in the name.
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type('x');
      await page.locator('.squiggly-error').first().waitFor();
      await shoot('1-typo');
      await offered(page, 'Change to "refuses"');
      await shoot('2-quick-fix');
      await page.keyboard.press('Enter');
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      await revert(page);
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
  {
    name: 'two classes that overlap are shown at both, with a witness and cures that work',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await select(page, ', acceptable_refusal: false');
      await page.keyboard.press('Delete');
      const overlap = page.locator('.squiggly-error').first();
      await overlap.waitFor();
      await page.locator('.codelens-decoration a', { hasText: /uses/ }).first().waitFor();
      await shoot('5-overlap');
      await page.locator('.view-line', { hasText: 'sound: true }' }).locator('span span').nth(1).hover();
      await page.locator('.monaco-hover:visible').getByText('A completion can be both').first().waitFor();
      await page.waitForTimeout(500);
      await shoot('6-witness');
      await page.keyboard.press('Escape');
      const cure = await offered(page, 'add "acceptable_refusal: no"');
      await shoot('7-cures');
      await cure.click();
      await overlap.waitFor({ state: 'detached' });
      await revert(page);
    },
  },
  {
    name: 'the loopholes of a policy stand in a tree, and in a table',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      const view = page.locator('.pane-header', { hasText: 'Loopholes' });
      await view.click();
      await page.locator('.pane-body .monaco-list-row', { hasText: 'comply' }).first().click();
      await page.locator('.view-lines').first().click();
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill('>Show Loopholes as a Table');
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: 'Show Loopholes' })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      const preview = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
      await preview.getByText('What is let through').first().waitFor();
      await page.waitForTimeout(500);
      await shoot('9-loopholes');
    },
  },
  {
    name: 'completion knows the names, and what they ask',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await select(page, '{ sound: true, acceptable_refusal');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ControlOrMeta+Space');
      const row = page.locator('.suggest-widget .monaco-list-row', { hasText: 'apologizes' });
      await row.first().waitFor();
      await page.keyboard.type('apol');
      await page.waitForTimeout(500);
      await page.keyboard.press('ControlOrMeta+Space');
      await page.waitForTimeout(800);
      await shoot('8-completion');
      await page.keyboard.press('Escape');
      await revert(page);
    },
  },
  {
    name: 'a model grades a file: its key, what it will cost, how far it is, what came of it',
    async run({ page, shoot, apiKey }) {
      await openFile(page, 'self-harm.samples.yaml');
      const lens = page.locator('.codelens-decoration a', { hasText: /^Grade \d+ completions$/ });
      await lens.first().waitFor();
      await setKey(page, apiKey, () => shoot('10-key'));
      await lens.first().click();
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByText(/At most \d+ calls/).waitFor();
      await shoot('11-estimate');
      await dialog.getByRole('button', { name: 'Grade' }).click();
      // The test driver keeps messages from popping up; the centre has them.
      await command(page, 'Notifications: Show Notifications');
      const messages = page.locator('.notifications-center');
      await messages
        .getByText(/\d+ of 91 · .* left · \$/)
        .first()
        .waitFor();
      await shoot('12-grading');
      await messages
        .getByText(/91 of 91 completions graded; 90 as expected/)
        .first()
        .waitFor();
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
    isRestricted: true,
    async run({ page, shoot, apiKey, callsToModel }) {
      const before = callsToModel();
      await openFile(page, 'hateful-content.samples.yaml');
      await page.getByText('Restricted Mode').first().waitFor();
      const lens = page.locator('.codelens-decoration a', { hasText: /^Grade \d+ completions$/ });
      await lens.waitFor();
      await setKey(page, apiKey);
      await lens.click();
      await command(page, 'Notifications: Show Notifications');
      const messages = page.locator('.notifications-center');
      await messages
        .getByText(/\d+ of \d+ completions graded; \d+ as expected/)
        .first()
        .waitFor();
      await shoot('18-restricted');
      assert.equal(callsToModel(), before);
    },
  },
];

async function setKey(page: Page, key: string, look = async () => undefined as unknown): Promise<void> {
  await command(page, 'Rule Based Rewards: Set API Key');
  await page.locator('.quick-input-widget input[type=password]').fill(key);
  await look();
  await page.keyboard.press('Enter');
}

/** Runs a command by its title. */
async function command(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title.replace(/^[^:]*: /, '') });
  await row.first().waitFor();
  await page.keyboard.press('Enter');
}

/** Selects the first place of a text. */
async function select(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+F');
  await page.locator('.find-widget textarea').first().fill(text);
  await page.locator('.find-widget .matchesCount', { hasText: /\d of \d/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** The next journey begins with the file as it was: the editor keeps what was not saved. */
async function revert(page: Page): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill('>File: Revert File');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Revert File' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  // Its copy of what was not saved goes a moment later.
  await page.waitForTimeout(2000);
}

/** Opens the quick fixes, again where findings that came just then have closed the menu. */
async function offered(page: Page, title: string): Promise<Locator> {
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  for (let tries = 0; tries < 10; tries++) {
    await page.keyboard.press('ControlOrMeta+.');
    const isThere = await fix.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (isThere) return fix;
    await page.keyboard.press('Escape');
  }
  throw new Error(`"${title}" is not offered`);
}

import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { command, offered, openFile, select } from '../ui/steps.mts';
import { installed, press, row, ticked, walkTo } from '../ui/walkthrough.mts';

export interface FirstUse {
  readonly page: Page;
  /** A picture of what is to be seen now; its number is the step's place. */
  readonly shoot: (picture: string) => Promise<void>;
}

interface Step {
  readonly name: string;
  run(firstUse: FirstUse): Promise<void>;
}

/** From an empty folder to a fitted policy, as the walkthrough leads; each step goes on where the one before it ended. */
export const STEPS: readonly Step[] = [
  {
    name: 'the walkthrough opens',
    async run({ page, shoot }) {
      await installed(page);
      await walkTo(page, 'Begin with a policy');
      await page.waitForTimeout(3000);
      await shoot('walkthrough');
    },
  },
  {
    name: 'the wizard writes a policy with samples from a template',
    async run({ page, shoot }) {
      await press(page, 'New Policy…');
      await row(page, 'Safety in Four Areas').waitFor();
      await shoot('templates');
      await row(page, 'Safety in Four Areas').click();
      await page.locator('.quick-input-title', { hasText: '2/3' }).waitFor();
      await page.keyboard.press('Enter');
      await row(page, 'the folder that is open').click();
      await page.locator('.tab.active[data-resource-name="four-areas.rbr.yaml"]').waitFor();
      await select(page, 'completion_classes:');
      // Hints say which samples are in which class: the server has read them.
      await page
        .locator('.view-line', { hasText: /\d+\ssamples/ })
        .first()
        .waitFor();
      await settled(page);
      await shoot('policy');
    },
  },
  {
    name: 'a typo is red at once, and its quick fix mends it',
    async run({ page, shoot }) {
      await walkTo(page, 'See a mistake, and mend it');
      await press(page, 'Put a Typo into the Policy');
      await page.locator('.squiggly-error').first().waitFor();
      await shoot('typo');
      const fix = await offered(page, 'Change to "');
      await shoot('quick-fix');
      await fix.click();
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      await page.keyboard.press('ControlOrMeta+S');
    },
  },
  {
    name: 'a rename goes through policy, samples and weights',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await select(page, 'refuses: true');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('F2');
      const box = page.locator('.rename-box input');
      await box.waitFor();
      await box.fill('declines');
      await shoot('rename');
      await page.keyboard.press('Enter');
      await page.locator('.view-line', { hasText: 'declines: true' }).first().waitFor();
      // The files are saved one after the other; what is opened meanwhile is closed by that.
      await page.waitForTimeout(3000);
      await openFile(page, 'self-harm.samples.yaml');
      await select(page, 'declines: ');
      await page.keyboard.press('Escape');
      await settled(page);
      await shoot('renamed');
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    },
  },
  {
    name: 'hovering a completion says its class, and what decided it',
    async run({ page, shoot }) {
      await walkTo(page, 'See what decides');
      await press(page, 'Hover a Completion');
      const hover = page
        .locator('.monaco-hover:visible .hover-contents')
        .filter({ hasText: 'response type' });
      await hover.first().waitFor();
      assert.match(await hover.first().innerText(), /Reward/);
      await shoot('hover');
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'the breakdown shows how its reward comes about',
    async run({ page, shoot }) {
      await walkTo(page, 'Grade a sample');
      await press(page, 'Open a Breakdown');
      await panel(page).getByText('Class probabilities').first().waitFor();
      await settled(page);
      await shoot('breakdown');
      await panel(page).getByRole('switch').first().locator('..').click();
      await panel(page).getByText('What if:', { exact: false }).waitFor();
      await settled(page);
      await shoot('what-if');
    },
  },
  {
    name: 'the reward is fitted with the order of the classes proven, and kept',
    async run({ page, shoot }) {
      await toPolicy(page);
      await command(page, 'Rule Based Rewards: Fit the Reward');
      await row(page, 'With the order of the classes proven').click();
      await panel(page).getByText('✓ 30 of 30 pairs').waitFor();
      await settled(page);
      await shoot('fit');
      await panel(page).getByRole('button', { name: 'Save these weights' }).click();
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'the report says how well it grades and ranks',
    async run({ page, shoot }) {
      await toPolicy(page);
      await command(page, 'Rule Based Rewards: Evaluate the Policy');
      await panel(page).getByText('Evaluation of four-areas.rbr.yaml').waitFor();
      await settled(page);
      await shoot('report');
    },
  },
  {
    name: 'the walkthrough is ticked',
    async run({ page, shoot }) {
      await toPolicy(page);
      await walkTo(page, 'Who grades');
      await walkTo(page, 'Grade a sample');
      await settled(page);
      await shoot('done');
      assert.equal(await ticked(page), 5);
    },
  },
];

/** By its tab: in a panel keys are the panel's. */
const toPolicy = (page: Page): Promise<void> =>
  page.locator('.tab[data-resource-name="four-areas.rbr.yaml"]').click();

/** The webview that was opened last. */
const panel = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview').last().frameLocator('#active-frame');

/** Nothing tells when a picture will not change any more: lenses, hints and colours come when they come. */
const settled = (page: Page): Promise<void> => page.waitForTimeout(800);

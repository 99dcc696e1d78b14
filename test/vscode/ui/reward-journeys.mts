import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { inThemes } from './accessibility.mts';
import { command, type Journey, notified, openFile } from './steps.mts';

/** Fitting the reward and evaluating it, to the report panel. */
export const rewardJourneys: readonly Journey[] = [
  {
    name: 'a fit leaves a loophole, the proven one none, and is saved',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await fitReward(page, 'To the samples alone');
      const panel = report(page);
      await panel.getByText('Fit of four-areas.rbr.yaml').waitFor();
      await panel.getByText(/✗ 2\d of 30 pairs/).waitFor();
      await page.waitForTimeout(500);
      await shoot('19-plain-fit');
      await openFile(page, 'four-areas.rbr.yaml');
      await fitReward(page, 'With the order of the classes proven');
      await panel.getByText('✓ 30 of 30 pairs').waitFor();
      await inThemes(page, shoot, '20-fit');
      await panel.getByRole('button', { name: 'Save these weights' }).click();
      await notified(page, /Weights saved as four-areas\.weights\.json/);
    },
  },
  {
    name: 'an evaluation shows error rates, distributions and the weak propositions',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await command(page, 'Rule Based Rewards: Evaluate the Policy');
      const panel = report(page);
      await panel.getByText('Evaluation of four-areas.rbr.yaml').waitFor();
      const figures = await panel.getByRole('table').count();
      assert.ok(figures > 3, 'every plot has its numbers in a table');
      // What it says stands on top, in words.
      await panel.getByRole('heading', { name: 'Verdict' }).waitFor();
      assert.ok((await panel.locator('.in-words ol li').count()) > 0, 'there is a next step');
      await inThemes(page, shoot, '21-evaluation');
      const unexplained = await panel
        .locator('th[scope=col]:not(:first-child)')
        .evaluateAll((all) =>
          all.filter((each) => !each.querySelector('.term')).map((each) => each.textContent),
        );
      const classes = ['ideal', 'minimum_acceptable', 'unacceptable', 'illogical', 'disallowed'];
      assert.deepEqual(
        unexplained.filter((name) => name && !classes.includes(name)),
        [],
      );
      // By keyboard alone: what AUROC means, and away again.
      await panel.locator('th .term', { hasText: 'AUROC' }).first().focus();
      await page.keyboard.press('Enter');
      const meaning = panel.locator('.explained:popover-open');
      await meaning.getByText('0.5 is chance').waitFor();
      await page.waitForTimeout(300);
      await shoot('21-evaluation-explained');
      await page.keyboard.press('Escape');
      await meaning.waitFor({ state: 'hidden' });
      // A worst completion: its text folds open, and its line is a press away.
      const worst = panel.locator('ol.worst > li').first();
      await worst.locator('summary').click();
      await worst.locator('.said').last().waitFor();
      await worst.scrollIntoViewIfNeeded();
      await page.waitForTimeout(300);
      await shoot('21-evaluation-worst');
      const place = (await worst.locator('.link').textContent()) ?? '';
      await worst.locator('.link').click();
      const [file = '', line = ''] = place.split(':');
      await page.getByRole('tab', { name: file }).first().waitFor();
      await page.getByText(`Ln ${line},`).waitFor();
      await page.setViewportSize({ width: 1000, height: 900 });
      await page.waitForTimeout(1000);
      await shoot('22-evaluation-narrow');
      const wide = await panel.locator('body').evaluate((body) => body.scrollWidth - body.clientWidth);
      assert.equal(wide, 0, 'nothing stands out at the side');
      await page.setViewportSize({ width: 1400, height: 900 });
      await panel
        .getByRole('heading', { name: 'Order of the classes under grader error' })
        .scrollIntoViewIfNeeded();
      await panel.getByText('Calibrate first, for').first().waitFor();
      await panel.getByText('The error rates', { exact: true }).click();
      await shoot('22-grader-error');
    },
  },
];

const report = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview').last().frameLocator('#active-frame');

async function fitReward(page: Page, how: string): Promise<void> {
  await command(page, 'Rule Based Rewards: Fit the Reward');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: how }).first().click();
}

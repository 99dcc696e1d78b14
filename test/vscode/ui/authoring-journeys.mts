import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { inThemes } from './accessibility.mts';
import { command, drag, goToLine, type Journey, offered, openFile, revert, select } from './steps.mts';

/** Writing a policy, and looking at what it does. */
export const authoringJourneys: readonly Journey[] = [
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
      const verdict = panel.locator('.verdict');
      const asGraded = await verdict.innerText();
      // What if it judged the user?
      await panel.getByRole('switch', { name: 'What if judges were true' }).locator('..').click();
      await panel.getByText('What if:', { exact: false }).waitFor();
      await page.waitForTimeout(300);
      await shoot('4-what-if');
      assert.notEqual(await verdict.innerText(), asGraded);
      await panel.getByText('Back to the grades').click();
      await panel.getByText('What if:', { exact: false }).waitFor({ state: 'detached' });
      assert.equal(await verdict.innerText(), asGraded);
      await inThemes(page, shoot, '4-breakdown');
      // The worst one of the prompt, and then whatever the cursor is on.
      await panel.locator('table.rivals button').last().click();
      await panel.locator('h1', { hasNotText: 'perfect-support' }).waitFor();
      await panel.getByText('Follow the cursor').click();
      await page.locator('.view-line', { hasText: 'cold-reply' }).first().locator('span span').last().click();
      await panel.locator('h1', { hasText: 'cold-reply' }).waitFor();
      await shoot('4-follows');
      await page.setViewportSize({ width: 965, height: 1300 });
      await page.waitForTimeout(1000);
      await panel.locator('h2', { hasText: 'Completions of this prompt' }).scrollIntoViewIfNeeded();
      await shoot('4-narrow');
      const [width, standsOut] = await panel
        .locator('body')
        .evaluate(() => [innerWidth, document.documentElement.scrollWidth - innerWidth]);
      assert.ok(width !== undefined && width >= 295 && width <= 330, `about 300 px, not ${width}`);
      assert.equal(standsOut, 0, 'nothing stands out at the side');
    },
  },
  {
    name: 'the breakdown is there again after the window was reloaded',
    async run({ page, shoot }) {
      await openFile(page, 'self-harm.samples.yaml');
      await page.locator('.codelens-decoration a', { hasText: 'Show score breakdown' }).first().click();
      const panel = page.frameLocator('iframe.webview').frameLocator('#active-frame');
      const completion = await panel.locator('h1').innerText();
      // A browser's VS Code notes every few seconds what is open.
      await page.waitForTimeout(8000);
      await page.reload();
      await panel.locator('h1', { hasText: completion }).waitFor();
      await panel.getByText('Class probabilities').first().waitFor();
      await shoot('4-restored');
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
    name: 'the policy explorer: figures, a diagram of a class, and classes in another order',
    async run({ page, shoot }) {
      const row = await explored(page);
      await row('minimum_acceptable').click();
      await page.waitForTimeout(500);
      await shoot('23-explorer');
      const panel = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
      const diagram = panel.getByText('It holds where');
      // A row that is drawn anew just then loses the click.
      for (let tries = 0; tries < 3 && !(await diagram.isVisible()); tries++) {
        await row('minimum_acceptable').hover();
        await row('minimum_acceptable').getByLabel('Show the Decision Diagram').click();
        await diagram.waitFor({ timeout: 15_000 }).catch(() => undefined);
      }
      await diagram.waitFor();
      await inThemes(page, shoot, '24-diagram');
      await row('minimum_acceptable').hover();
      await row('minimum_acceptable').getByLabel('Move the Class Up').click();
      await openFile(page, 'four-areas.rbr.yaml');
      await select(page, 'completion_class_order:');
      const line = lineIn(page);
      await standsAbove(line('minimum_acceptable'), line('ideal'));
      await shoot('25-reordered');
      await revert(page);
    },
  },
  {
    name: 'the policy explorer: a class is dragged to its place',
    async run({ page, shoot }) {
      const row = await explored(page);
      await select(page, 'completion_class_order:');
      const line = lineIn(page);
      await standsAbove(line('ideal'), line('minimum_acceptable'));
      // Where the order was another one just before, the tree follows a moment later.
      await standsAbove(row('ideal'), row('minimum_acceptable'));
      await drag(page, row('illogical'), row('ideal'));
      await standsAbove(line('illogical'), line('ideal'));
      await shoot('26-dragged');
      await revert(page);
    },
  },
  {
    name: 'the loopholes of a policy stand in a tree, and in a table',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await page.locator('.activitybar a[aria-label^="Rule Based Rewards"]').first().click();
      const view = page.locator('.pane-header', { hasText: 'Loopholes' });
      await view.click();
      await page.locator('.pane-body .monaco-list-row', { hasText: 'comply' }).first().click();
      await page.locator('.view-lines').first().click();
      await command(page, 'Rule Based Rewards: Show Loopholes as a Table');
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
];

/** The policy in the explorer with the classes of a response type, graded: from then on its rows stay as they are. */
async function explored(page: Page): Promise<(name: string) => Locator> {
  await openFile(page, 'four-areas.rbr.yaml');
  await page.locator('.activitybar a[aria-label^="Rule Based Rewards"]').first().click();
  const tree = page.locator('.pane-body .monaco-list').first();
  const row = (name: string) => tree.locator('.monaco-list-row', { hasText: name }).first();
  await row('criminal_advice').waitFor();
  for (const name of ['instructions', 'hard_refuse']) {
    await row(name).waitFor();
    if ((await row(name).getAttribute('aria-expanded')) === 'false')
      await row(name).locator('.monaco-tl-twistie').click();
  }
  await row('minimum_acceptable')
    .getByText(/% right/)
    .waitFor();
  return row;
}

/** The line of the editor that lists a class. */
const lineIn =
  (page: Page) =>
  (name: string): Locator =>
    page.locator('.view-line', { hasText: `- ${name}` }).first();

async function standsAbove(first: Locator, second: Locator): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const [above, below] = [await first.boundingBox(), await second.boundingBox()];
    if (above && below && above.y < below.y) return;
    await first.page().waitForTimeout(250);
  }
  assert.fail(`${first} does not stand above ${second}`);
}

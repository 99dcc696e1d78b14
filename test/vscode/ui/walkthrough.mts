import type { Locator, Page } from 'playwright-core';
import { command } from './steps.mts';

/** The window is there before it knows of its extensions. */
export const installed = (page: Page): Promise<void> =>
  page.locator('.activitybar a[aria-label^="Rule Based Rewards"]').first().waitFor();

/** An item of the open quick pick. */
export const row = (page: Page, text: string): Locator =>
  page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

export const step = (page: Page, title: string): Locator =>
  page.locator('.getting-started-step', { hasText: title }).first();

/** To the walkthrough, and in it to one of its steps. */
export async function walkTo(page: Page, title: string): Promise<void> {
  await command(page, 'Rule Based Rewards: Get Started');
  await step(page, title).waitFor();
  await page.waitForTimeout(500);
  if (!(await step(page, title).evaluate((node) => node.classList.contains('expanded'))))
    await step(page, title).click();
}

/** Presses a button of the step that is open. */
export const press = (page: Page, label: string): Promise<void> =>
  page.locator('.getting-started-step.expanded').getByRole('button', { name: label }).click();

/** How many steps are ticked. */
export const ticked = (page: Page): Promise<number> =>
  page.locator('.getting-started-step .complete.codicon').count();

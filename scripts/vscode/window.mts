import type { Browser, Page } from 'playwright-core';

const VIEWPORT = { width: 1400, height: 900 };

/** One key for what makes a window that was used look like a new one. */
export const TIDY = {
  key: 'ctrl+f12',
  command: 'runCommands',
  args: {
    commands: [
      'workbench.action.closeAllEditors',
      'workbench.action.closePanel',
      'notifications.clearAll',
      'notifications.hideList',
      'workbench.view.explorer',
    ],
  },
};

export async function openWindow(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  await page.locator('.monaco-workbench').waitFor();
  return page;
}

/** Whether the window is as good as new; one that is not is said, and left. */
export async function isTidied(page: Page): Promise<boolean> {
  try {
    await page.setViewportSize(VIEWPORT);
    await page.mouse.move(200, 600);
    await page.keyboard.press('Control+F12');
    const unsaved = page.locator('.monaco-dialog-box').getByRole('button', { name: "Don't Save" });
    const empty = page.locator('.editor-group-container.empty');
    await unsaved.or(empty).first().waitFor({ timeout: 20_000 });
    if (await unsaved.isVisible()) await unsaved.click();
    await empty.waitFor({ timeout: 20_000 });
    await page.locator('.explorer-folders-view').waitFor({ timeout: 20_000 });
    return true;
  } catch (error) {
    console.error(`The window could not be tidied; the next journey has a new one: ${error}`);
    return false;
  }
}

import type { Locator, Page } from 'playwright-core';

export interface Steps {
  readonly page: Page;
  /** Takes a picture of what is to be seen now. */
  readonly shoot: (picture: string) => Promise<void>;
  /** The key of the stand-in for a model that the settings name. */
  readonly apiKey: string;
  readonly model: {
    /** What it has been asked since the beginning. */
    readonly calls: readonly unknown[];
    /** Lets it answer this many calls more; those after them wait. */
    pauseAfter(calls: number): void;
    goOn(): void;
  };
  /** Files of the folder that is open. */
  readonly workspace: {
    readonly write: (name: string, text: string) => Promise<void>;
    readonly read: (name: string) => Promise<string>;
  };
}

export interface Journey {
  readonly name: string;
  /** `restricted`: one that does not trust the workspace; `zh-cn`: one in that language. */
  readonly window?: 'usual' | 'restricted' | 'zh-cn';
  run(steps: Steps): Promise<void>;
}

/** Types into the box that a key opens; again where one that was just closing has taken it along. */
async function quickOpen(page: Page, key: string, text: string): Promise<void> {
  const box = page.locator('.quick-input-widget input');
  for (let tries = 1; ; tries++) {
    await page.keyboard.press(key);
    try {
      await box.fill(text, { timeout: 5000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Answers a box that asks for a secret. */
export async function answerSecret(
  page: Page,
  secret: string,
  look: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  const box = page.locator('.quick-input-widget input[type=password]');
  await box.fill(secret);
  await look();
  await page.keyboard.press('Enter');
  await box.waitFor({ state: 'hidden' });
}

export async function openFile(page: Page, name: string): Promise<void> {
  await quickOpen(page, 'ControlOrMeta+P', name);
  // Until it is found, files that were open stand there.
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
  await page.locator('.view-lines .view-line').first().waitFor();
}

export async function goToLine(page: Page, line: number): Promise<void> {
  await quickOpen(page, 'ControlOrMeta+G', `:${line}`);
  await page.keyboard.press('Enter');
}

/** Runs a command by its title, again where something that came just then has taken the focus and closed the list. */
export async function command(page: Page, title: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    await quickOpen(page, 'F1', `>${title}`);
    const isDone = await page
      .locator('.quick-input-list')
      .getByText(title, { exact: true })
      .first()
      .click({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      );
    if (isDone) return;
    await page.keyboard.press('Escape');
  }
  throw new Error(`"${title}" is not among the commands`);
}

/** Selects the first place of a text. */
export async function select(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+F');
  await page.locator('.find-widget textarea').first().fill(text);
  await page.locator('.find-widget .matchesCount', { hasText: /\d of \d/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** The next journey begins with the file as it was: the editor keeps what was not saved. */
export async function revert(page: Page): Promise<void> {
  await quickOpen(page, 'F1', '>File: Revert File');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Revert File' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  // Its copy of what was not saved goes a moment later.
  await page.waitForTimeout(2000);
}

/** Opens the quick fixes, again where findings that came just then have closed the menu. */
export async function offered(page: Page, title: string): Promise<Locator> {
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

/**
 * Waits for a message in the notifications' centre, for the test driver keeps messages from popping up. The centre is
 * opened again where it was opened before there was one, and has closed.
 */
export async function notified(page: Page, text: RegExp): Promise<Locator> {
  const message = page.locator('.notifications-center').getByText(text).first();
  for (let tries = 0; tries < 6; tries++) {
    await command(page, 'Notifications: Show Notifications');
    const isThere = await message.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (isThere) return message;
  }
  throw new Error(`no message says ${text}`);
}

/** Drags at a person's pace: who is faster drops before the editor knows what it holds. */
export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const [source, target] = [await from.boundingBox(), await to.boundingBox()];
  if (!source || !target) throw new Error('nothing to drag, or nowhere to drop it');
  await page.mouse.move(source.x + 20, source.y + 8);
  await page.mouse.down();
  await page.mouse.move(source.x + 24, source.y + 2, { steps: 3 });
  await page.waitForTimeout(500);
  await page.mouse.move(target.x + 20, target.y + 8, { steps: 10 });
  await page.waitForTimeout(500);
  await page.mouse.up();
}

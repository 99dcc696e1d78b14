import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ModelServer } from '../../test/support/model-server/model-server.ts';
import type { Journey } from '../../test/vscode/ui/steps.mts';
import type { Counts } from '../test.mts';
import { launchChromium } from './browser.mts';
import { JUDGE_KEY, startJudge } from './judge.mts';
import { startVSCodeServer, type VSCodeServerOptions } from './server.mts';

export const SCREENSHOTS = 'artifacts/screenshots';

/** One key for what makes a window that was used look like a new one. */
const TIDY = {
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

export interface Walk {
  readonly journeys: readonly Journey[];
  /** The folder of the extension. */
  readonly extension: string;
  /** What the window is, beyond what every one of them is. */
  readonly window?: Pick<VSCodeServerOptions, 'isTrusted' | 'locale' | 'settings'>;
  /** What the names of the pictures begin with. */
  readonly pictures?: string;
}

interface Stage {
  readonly browser: Browser;
  /** A copy of the samples that is opened. */
  readonly workspace: string;
  readonly judge: ModelServer;
  /** Of the VS Code that is up. */
  readonly address: string;
  readonly pictures: string;
}

/**
 * Goes journeys one after the other in one VS Code, as a person does in a day, each from tidy editors and the samples as
 * they are. After one that failed, or left what cannot be tidied, the next has a new window.
 */
export async function walk({ journeys, extension, window, pictures = '' }: Walk): Promise<Counts> {
  const asked = process.env.RBR_JOURNEYS;
  const wanted = journeys.filter(({ name }) => !asked || name.includes(asked));
  const counts = { passed: 0, failed: 0 };
  if (wanted.length === 0) return counts;
  await mkdir(SCREENSHOTS, { recursive: true });
  const workspace = await mkdtemp(join(tmpdir(), 'rbr-workspace-'));
  await laidOut(workspace);
  const judge = await startJudge({ apiKey: JUDGE_KEY });
  const server = await startVSCodeServer({
    ...window,
    extension,
    workspace,
    settings: { 'editor.hover.delay': 100, 'files.autoSave': 'off', ...window?.settings },
    keybindings: [TIDY],
    machineSettings: {
      'rbr.grader.kind': 'openai',
      'rbr.grader.baseUrl': judge.baseUrl,
      'rbr.grader.model': 'judge-1',
      'rbr.grader.prices': { 'judge-1': { input: 0.4, output: 1.6 } },
    },
  });
  const browser = await launchChromium();
  try {
    const stage = { browser, workspace, judge, address: server.address, pictures };
    let page: Page | undefined;
    for (const journey of wanted) {
      const started = performance.now();
      if (page && !(await isTidied(page))) {
        await page.close();
        page = undefined;
      }
      page ??= await opened(stage);
      const error = await go(journey, page, stage);
      counts[error ? 'failed' : 'passed']++;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`  ${error ? '✗' : '✓'} ${journey.name} (${seconds} s)`);
      if (!error) continue;
      console.error(error instanceof Error ? error.stack : error);
      await page.close();
      page = undefined;
    }
  } finally {
    await browser.close();
    await server.stop();
    await judge.close();
    await rm(workspace, { recursive: true, force: true });
  }
  return counts;
}

/** What went wrong is the answer. */
async function go(
  { name, run }: Journey,
  page: Page,
  { workspace, judge, pictures }: Stage,
): Promise<unknown> {
  const shoot = async (picture: string) =>
    void (await page.screenshot({ path: join(SCREENSHOTS, `${pictures}${picture}.png`) }));
  try {
    await laidOut(workspace);
    await run({
      page,
      shoot,
      apiKey: JUDGE_KEY,
      callsToModel: () => judge.calls.length,
      workspace: {
        write: (file, text) => writeFile(join(workspace, file), text),
        read: (file) => readFile(join(workspace, file), 'utf8'),
      },
    });
    return undefined;
  } catch (error) {
    await shoot(`failed-${name.replaceAll(/\W+/g, '-')}`).catch(() => undefined);
    return error;
  }
}

const VIEWPORT = { width: 1400, height: 900 };

async function opened({ browser, address }: Stage): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  await page.locator('.monaco-workbench').waitFor();
  return page;
}

/** Whether the window is as good as new; one that is not is said, and left. */
async function isTidied(page: Page): Promise<boolean> {
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

/** The samples as they are, and nothing else. */
async function laidOut(workspace: string): Promise<void> {
  const [there, wanted] = await Promise.all([readdir(workspace), readdir('samples')]);
  for (const name of there) {
    if (!wanted.includes(name)) await rm(join(workspace, name), { recursive: true, force: true });
  }
  await cp('samples', workspace, { recursive: true, force: true });
}

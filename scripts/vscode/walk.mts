import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Journey } from '../../test/vscode/ui/steps.mts';
import { type Counts, firstLine, together } from '../counts.mts';
import { launchChromium } from './browser.mts';
import { JUDGE_KEY, type Judge, startJudge } from './judge.mts';
import { startVSCodeServer, type VSCodeServerOptions } from './server.mts';
import { isTidied, openWindow, TIDY } from './window.mts';

export const SCREENSHOTS = 'artifacts/screenshots';

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
  readonly judge: Judge;
  /** Of the VS Code that is up. */
  readonly address: string;
  readonly pictures: string;
  /** The window that was used last; none where it could not be used further. */
  page?: Page | undefined;
}

/**
 * Goes journeys one after the other in one VS Code, as a person does in a day, each from tidy editors and the samples as
 * they are. One that fails is gone once more, in a window that nobody has used; where it goes well there, it has passed,
 * and what went wrong at first is said with the failures.
 */
export async function walk({ journeys, extension, window, pictures = '' }: Walk): Promise<Counts> {
  const asked = process.env.RBR_JOURNEYS;
  const wanted = journeys.filter(({ name }) => !asked || name.includes(asked));
  if (wanted.length === 0) return { passed: 0, failed: 0 };
  await mkdir(SCREENSHOTS, { recursive: true });
  const workspace = await mkdtemp(join(tmpdir(), 'rbr-workspace-'));
  await layOut(workspace);
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
    const stage: Stage = { browser, workspace, judge, address: server.address, pictures };
    const outcomes: Counts[] = [];
    for (const journey of wanted) outcomes.push(await outcome(journey, stage));
    return together(outcomes);
  } finally {
    await browser.close();
    await server.stop();
    await judge.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

async function outcome(journey: Journey, stage: Stage): Promise<Counts> {
  const first = await go(journey, stage);
  if (!first) return { passed: 1, failed: 0 };
  const second = await go(journey, stage);
  if (!second) return { passed: 1, failed: 0, failures: [`(passed when gone once more) ${first}`] };
  return { passed: 0, failed: 1, failures: [second] };
}

/** What went wrong, in a line. */
async function go(journey: Journey, stage: Stage): Promise<string | undefined> {
  const started = performance.now();
  if (stage.page && !(await isTidied(stage.page))) await leave(stage);
  const error = await failureOf(journey, stage);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`  ${error ? '✗' : '✓'} ${journey.name} (${seconds} s)`);
  if (!error) return undefined;
  console.error(error instanceof Error ? error.stack : error);
  await leave(stage);
  return `${journey.name}: ${firstLine(error)}`;
}

async function leave(stage: Stage): Promise<void> {
  await stage.page?.close();
  stage.page = undefined;
}

async function failureOf({ name, run }: Journey, stage: Stage): Promise<unknown> {
  const { browser, workspace, judge, address, pictures } = stage;
  const shoot = async (picture: string) =>
    void (await stage.page?.screenshot({ path: join(SCREENSHOTS, `${pictures}${picture}.png`) }));
  try {
    await layOut(workspace);
    stage.page ??= await openWindow(browser, address);
    await run({
      page: stage.page,
      shoot,
      apiKey: JUDGE_KEY,
      model: judge,
      workspace: {
        write: (file, text) => writeFile(join(workspace, file), text),
        read: (file) => readFile(join(workspace, file), 'utf8'),
      },
    });
    return undefined;
  } catch (error) {
    await shoot(`failed-${name.replaceAll(/\W+/g, '-')}`).catch(() => undefined);
    return error;
  } finally {
    judge.goOn();
  }
}

/** The samples as they are, and nothing else. */
async function layOut(workspace: string): Promise<void> {
  const [there, wanted] = await Promise.all([readdir(workspace), readdir('samples')]);
  for (const name of there) {
    if (!wanted.includes(name)) await rm(join(workspace, name), { recursive: true, force: true });
  }
  await cp('samples', workspace, { recursive: true, force: true });
}

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { ModelServer } from '../../test/support/model-server/model-server.ts';
import type { Journey } from '../../test/vscode/ui/steps.mts';
import { JUDGE_KEY } from './judge.mts';

export const SCREENSHOTS = 'artifacts/screenshots';

export interface Stage {
  readonly browser: Browser;
  /** A copy of the samples that is opened. */
  readonly workspace: string;
  readonly judge: ModelServer;
  /** Of the VS Code that is up. */
  readonly address: string;
  /** What the names of the pictures begin with. */
  readonly pictures?: string;
}

/** Goes one journey in a window of its own; what went wrong is the answer. */
export async function walk(
  { name, run }: Journey,
  { browser, workspace, judge, address, pictures = '' }: Stage,
): Promise<unknown> {
  // Every journey begins with the samples as they are.
  await cp('samples', workspace, { recursive: true, force: true });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(60_000);
  const shoot = async (picture: string) =>
    void (await page.screenshot({ path: join(SCREENSHOTS, `${pictures}${picture}.png`) }));
  try {
    await page.goto(address);
    await page.locator('.monaco-workbench').waitFor();
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
  } finally {
    await page.close();
  }
}

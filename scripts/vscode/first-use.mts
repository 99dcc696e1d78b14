import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STEPS } from '../../test/vscode/first-use/steps.mts';
import { type Counts, firstLine } from '../counts.mts';
import { launchChromium } from './browser.mts';
import { packExtension } from './package.mts';
import { startVSCodeServer } from './server.mts';

/** CI keeps this folder. */
export const PICTURES = 'artifacts/first-use';

/**
 * What a person does who has just installed the package: the .vsix as users get it, a profile that nobody has used, an
 * empty folder. Each step goes on where the one before it ended, so after one that fails there is no next one.
 */
export async function runFirstUse(): Promise<Counts> {
  const extension = await packExtension();
  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  const workspace = await mkdtemp(join(tmpdir(), 'rbr-first-use-'));
  const server = await startVSCodeServer({ extension, workspace, settings: { 'editor.hover.delay': 100 } });
  const browser = await launchChromium();
  let passed = 0;
  let pictures = 0;
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(60_000);
    const shoot = async (picture: string) => {
      const path = join(PICTURES, `${String(++pictures).padStart(2, '0')}-${picture}.png`);
      await page.screenshot({ path });
    };
    await page.goto(server.address);
    await page.locator('.monaco-workbench').waitFor();
    for (const { name, run } of STEPS) {
      try {
        await run({ page, shoot });
        passed++;
        console.log(`  ✓ ${name}`);
      } catch (error) {
        await shoot('failed').catch(() => undefined);
        console.error(`  ✗ ${name}\n${error instanceof Error ? error.stack : error}`);
        return { passed, failed: STEPS.length - passed, failures: [`${name}: ${firstLine(error)}`] };
      }
    }
    return { passed, failed: 0 };
  } finally {
    await browser.close();
    await server.stop();
    await rm(workspace, { recursive: true, force: true });
  }
}

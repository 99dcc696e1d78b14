import { createWriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { format } from 'node:util';
import { build } from 'esbuild';
import { type Counts, together } from '../counts.mts';
import { launchChromium } from './browser.mts';
import type { ReleaseName } from './install.mts';
import { startJudge } from './judge.mts';
import { unpackExtension } from './package.mts';
import { startVSCodeServer } from './server.mts';

const LIMIT_MS = 480_000;

/** The suite as one module with `run()`, for the extension host of either VS Code. */
export async function bundleSuite(entry = 'test/vscode/suite/index.ts'): Promise<string> {
  const outfile = resolve('.vscode-test/suite/index.cjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

/** Runs the suite on the packaged extension, in the oldest VS Code that it supports and in the newest. */
export async function runInVSCode(): Promise<Counts> {
  const [extension, tests] = [await unpackExtension(), await bundleSuite()];
  const parts: Counts[] = [];
  for (const release of ['oldest', 'newest'] as const) parts.push(await runIn(release, extension, tests));
  return together(parts);
}

/** What VS Code itself says in its console while a suite runs. */
const LOGS = 'artifacts/vscode-logs';

/** What the suite says; all else is VS Code's. */
const OF_SUITE = /^(?: {2}[✓✗] |suite: |VS Code )/;

/**
 * Runs a bundled suite in one VS Code, in whichever extension host the extension's manifest asks for. What it says is
 * printed; what VS Code says beside it goes to a file.
 */
export async function runIn(
  release: ReleaseName,
  extension: string,
  tests: string,
  hear: (line: string) => void = () => undefined,
): Promise<Counts> {
  // The suite edits files; the samples stay as they are.
  const workspace = await mkdtemp(join(tmpdir(), 'rbr-workspace-'));
  await cp('samples', workspace, { recursive: true });
  const judge = await startJudge();
  // In a browser VS Code saves by itself, also what a test types to take it back.
  const settings = { 'rbr.test.judge': judge.baseUrl, 'files.autoSave': 'off' };
  const server = await startVSCodeServer({ release, extension, workspace, tests, settings });
  const browser = await launchChromium();
  await mkdir(LOGS, { recursive: true });
  const log = createWriteStream(join(LOGS, `${basename(extension)}-${release}.log`));
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const failures: string[] = [];
    let counts: Counts | undefined;
    await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
      const line = format(...args);
      hear(line);
      if (!OF_SUITE.test(line)) {
        log.write(`${line}\n`);
        return;
      }
      console.log(line);
      const [, title, why] = /^ {2}✗ (.+)\n(.*)/.exec(line) ?? [];
      if (title !== undefined) failures.push(`VS Code ${release}: ${title}: ${why}`);
      // The extension host can only speak and end; its counts are in what it says last.
      const found = /^suite: (\d+) passed, (\d+) failed$/m.exec(line);
      if (found) counts = { passed: Number(found[1]), failed: Number(found[2]) };
    });
    const exited = new Promise<number>((done) => void page.exposeFunction('codeAutomationExit', done));
    const timeout = new Promise<never>((_, fail) =>
      setTimeout(
        () => fail(new Error(`The suite did not end within ${LIMIT_MS / 1000} s.`)),
        LIMIT_MS,
      ).unref(),
    );
    await page.goto(server.address);
    const code = await Promise.race([exited, timeout]);
    // One that ends without its counts has shown nothing.
    const { passed, failed } = counts ?? { passed: 0, failed: 1 };
    if (code !== 0) console.error(`What VS Code said is in ${log.path}.`);
    return { passed, failed: code === 0 ? failed : Math.max(1, failed), failures };
  } finally {
    await browser.close();
    await server.stop();
    await judge.close();
    log.end();
    await rm(workspace, { recursive: true, force: true });
  }
}

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import { build } from 'esbuild';
import type { Counts } from '../test.mts';
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
  const total = { passed: 0, failed: 0 };
  for (const release of ['oldest', 'newest'] as const) {
    const { passed, failed } = await runIn(release, extension, tests);
    total.passed += passed;
    total.failed += failed;
  }
  return total;
}

/** Runs a bundled suite in one VS Code, in whichever extension host the extension's manifest asks for. */
export async function runIn(
  release: ReleaseName,
  extension: string,
  tests: string,
  hear: (line: string) => void = console.log,
): Promise<Counts> {
  // The suite edits files; the samples stay as they are.
  const workspace = await mkdtemp(join(tmpdir(), 'rbr-workspace-'));
  await cp('samples', workspace, { recursive: true });
  const judge = await startJudge();
  // In a browser VS Code saves by itself, also what a test types to take it back.
  const settings = { 'rbr.test.judge': judge.baseUrl, 'files.autoSave': 'off' };
  const server = await startVSCodeServer({ release, extension, workspace, tests, settings });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    let counts: Counts | undefined;
    await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
      const line = format(...args);
      // Native logging is not in the npm package, and not needed; all else is said.
      if (!line.includes('spdlog')) hear(line);
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
    const { passed, failed } = counts ?? { passed: 0, failed: 0 };
    return { passed, failed: code === 0 ? failed : Math.max(1, failed) };
  } finally {
    await browser.close();
    await server.stop();
    await judge.close();
    await rm(workspace, { recursive: true, force: true });
  }
}

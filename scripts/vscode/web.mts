import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { webJourneys } from '../../test/vscode/ui/web-journeys.mts';
import { type Counts, together } from '../counts.mts';
import { unpackExtension } from './package.mts';
import { runIn } from './suite.mts';
import { walk } from './walk.mts';

/** The extension as a window without a computer behind it has it: suite and journeys in the web-worker host. */
export async function runInBrowserOnly(): Promise<Counts> {
  const extension = await withoutNode(await unpackExtension());
  const suite = await runIn('newest', extension, await bundleWebSuite(extension));
  const journeys = await walk({ journeys: webJourneys, extension, pictures: 'web-' });
  return together([suite, journeys]);
}

/** The packed extension without its entry for Node, nor anything that runs under it: VS Code takes the other one. */
async function withoutNode(packaged: string): Promise<string> {
  const folder = '.vscode-test/packaged-web';
  await rm(folder, { recursive: true, force: true });
  await cp(packaged, folder, { recursive: true });
  const { main, ...manifest } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  for (const bundle of [main, './dist/language-client.cjs', './dist/server.cjs'])
    await rm(join(folder, bundle));
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/**
 * The suite inside the extension, for VS Code runs it in the host of the extension that it lies in. What it takes from
 * Node has a stand-in there; all else of Node fails the build.
 */
async function bundleWebSuite(extension: string): Promise<string> {
  const outfile = join(extension, 'suite.cjs');
  await build({
    entryPoints: ['test/vscode/web/index.ts'],
    outfile,
    bundle: true,
    platform: 'browser',
    // Mocha for browsers exports itself where it finds `module`; what the suite exports comes after it.
    format: 'iife',
    globalName: 'suite',
    footer: { js: 'module.exports = suite;' },
    target: 'es2023',
    external: ['vscode'],
    alias: {
      'node:assert/strict': './test/vscode/web/assert.ts',
      'node:util': './test/vscode/web/inspect.ts',
    },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

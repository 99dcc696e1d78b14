import { spawnSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export const PACKAGE = 'artifacts/rule-based-rewards.vsix';

/** Packs the extension as users get it. */
export async function packExtension(): Promise<string> {
  await mkdir('artifacts', { recursive: true });
  command('node_modules/.bin/vsce', [
    'package',
    '--no-dependencies',
    '--skip-license',
    '--allow-missing-repository',
    '--out',
    PACKAGE,
  ]);
  return PACKAGE;
}

/** The packed extension in a folder of its own: what is missing in the package is missing there. */
export async function unpackExtension(): Promise<string> {
  const folder = '.vscode-test/packaged';
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  command('node_modules/.bin/extract-zip', [await packExtension(), join(process.cwd(), folder)]);
  return join(folder, 'extension');
}

function command(name: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(name, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
}

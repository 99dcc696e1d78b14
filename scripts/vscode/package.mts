import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';

export const PACKAGE = 'artifacts/rule-based-rewards.vsix';

/** The extension as users get it, minified; packed once, whoever asks. */
export function packExtension(): Promise<string> {
  packed ??= pack();
  return packed;
}

let packed: Promise<string> | undefined;

async function pack(): Promise<string> {
  await mkdir('artifacts', { recursive: true });
  command(process.execPath, ['scripts/build.mts', '--production']);
  command(process.execPath, [
    'node_modules/@vscode/vsce/vsce',
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    PACKAGE,
  ]);
  return PACKAGE;
}

/** The packed extension in a folder of its own: what is missing in the package is missing there. */
export function unpackExtension(): Promise<string> {
  unpacked ??= unpack();
  return unpacked;
}

let unpacked: Promise<string> | undefined;

async function unpack(): Promise<string> {
  const folder = '.vscode-test/packaged';
  await rm(folder, { recursive: true, force: true });
  const files = unzipSync(await readFile(await packExtension()));
  for (const [name, content] of Object.entries(files)) {
    if (name.endsWith('/')) continue;
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(folder, 'extension');
}

function command(name: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(name, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
}

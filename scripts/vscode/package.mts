import { spawnSync } from 'node:child_process';
import { cp, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';

export const PACKAGE = 'artifacts/rule-based-rewards.vsix';

/** What every package has. */
const TEXTS = ['README.md', 'CHANGELOG.md', 'LICENSE'];

/** The extension as users get it, minified; packed once, whoever asks. */
export function packExtension(): Promise<string> {
  packed ??= pack();
  return packed;
}

let packed: Promise<string> | undefined;

/** Of what the npm package has, an editor has no use for the command line. */
const FOR_NPM_ONLY = 'dist/rbr';

async function pack(): Promise<string> {
  command(process.execPath, ['scripts/build.mts', '--production']);
  const manifest = JSON.parse(await readFile('package.json', 'utf8'));
  const files = manifest.files.filter((pattern: string) => pattern !== FOR_NPM_ONLY);
  // vsce takes no other list than the one in package.json, so it is given a folder with a shorter one.
  const folder = 'artifacts/extension';
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, files }, null, 2));
  for await (const path of glob([...files, ...TEXTS]))
    await cp(path, join(folder, path), { recursive: true });
  command(
    process.execPath,
    [
      resolve('node_modules/@vscode/vsce/vsce'),
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      '--no-rewrite-relative-links',
      '--out',
      resolve(PACKAGE),
    ],
    folder,
  );
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

function command(name: string, args: readonly string[], cwd = '.'): void {
  const { status, stderr } = spawnSync(name, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    cwd,
  });
  if (status !== 0) throw new Error(`${args.join(' ')} failed: ${stderr}`);
}

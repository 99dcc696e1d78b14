import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** VS Code 1.139.1, workbench and extension host, as it stands in the npm registry. */
const VERSION = '4.139.1';
const CACHE = '.vscode-test';

/**
 * The folder of VS Code's own server, installed where it is not yet. No download but from the npm registry,
 * no install script, no compiler. Interrupted in the middle, it begins again.
 */
export async function installVSCode(version = VERSION): Promise<string> {
  const folder = join(CACHE, `code-server-${version}`);
  const server = join(folder, 'node_modules/code-server/lib/vscode');
  const done = join(folder, 'complete');
  if (existsSync(done)) return server;
  console.error(`Setting up VS Code from the npm registry (code-server ${version}, once, about 600 MB) …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private": true}\n');
  npm(folder, [
    'install',
    `code-server@${version}`,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
  npm(server, ['install', '--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  await writeFile(done, '');
  return server;
}

/** Set-up reaches over a network, so it may be tried again; a test never is. */
function npm(cwd: string, args: readonly string[], attempts = 3): void {
  for (let attempt = 1; ; attempt++) {
    const { status } = spawnSync('npm', args, {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (status === 0) return;
    if (attempt === attempts) throw new Error(`npm ${args.join(' ')} failed ${attempts} times.`);
  }
}

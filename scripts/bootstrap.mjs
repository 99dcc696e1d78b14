/**
 * Runs a script of this folder in a clean clone too: installs the packages where they are missing or older
 * than the lock file, then goes on with the project's own Node 24, which runs TypeScript as it is. Plain
 * JavaScript without imports from packages: there may be none yet, and Node may be 20.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

const installed = join('node_modules', '.package-lock.json');
const stale = !existsSync(installed) || statSync(installed).mtimeMs < statSync('package-lock.json').mtimeMs;
if (stale) {
  console.error('Installing packages (npm ci) …');
  const { status } = spawnSync('npm', ['ci'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exit(status ?? 1);
}

const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const [script, ...args] = process.argv.slice(2);
const child = spawn(existsSync(node) ? node : process.execPath, [script, ...args], { stdio: 'inherit' });
// Ended from outside, the script ends too, and what it started with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)));

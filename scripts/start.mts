/** `npm start`: a real VS Code with this extension and the folder samples/. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { startVSCodeServer } from './vscode/server.mts';

const built = spawnSync(process.execPath, ['scripts/build.mts'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

const desktop = findDesktop();
if (desktop) {
  console.log(`Opening ${desktop} with the extension and samples/ …`);
  const child = spawn(
    desktop,
    [`--extensionDevelopmentPath=${resolve('.')}`, '--new-window', resolve('samples')],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  child.on('exit', (code) => process.exit(code ?? 0));
} else {
  const server = await startVSCodeServer({ extension: '.', workspace: 'samples' });
  console.log('VS Code with the extension and samples/ is at');
  console.log(`\n  ${server.address}\n`);
  console.log('Open it in a browser on this machine. Ctrl+C ends it.');
  const stop = async () => {
    await server.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function findDesktop(): string | undefined {
  if (process.env.VSCODE_PATH) return process.env.VSCODE_PATH;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Tells the process that is started below from the one that starts it, so that there are never three. */
const STARTED = 'RBR_IN_NEWER_NODE';

/**
 * Remembering answers takes the SQLite that Node has since 22.13. On an older one, this starts the same command
 * line under the newer Node that the npm package `node` brings, where that is installed near, and does not
 * return. Without one it returns, and answers are remembered for this run only.
 */
export async function continueInNewerNode(): Promise<void> {
  if (process.env[STARTED]) {
    // The one that was asked to run has been killed: nothing may go on being asked behind its back.
    process.once('disconnect', () => process.exit(1));
    // That listener is no reason to stay.
    process.channel?.unref();
    return;
  }
  if (process.getBuiltinModule?.('node:sqlite')) return;
  const node = nodeNear(dirname(fileURLToPath(import.meta.url)));
  if (node === undefined) return;
  const child = spawn(node, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [STARTED]: '1' },
  });
  // The terminal sends SIGINT to both; the child ends in order, and this one with it.
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', () => child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  await new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

function nodeNear(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const node = join(at, 'node_modules', 'node', 'bin', 'node');
    if (existsSync(node)) return node;
    if (dirname(at) === at) return undefined;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { END_SIGNALS, interruptHandedOn } from '../interrupts.ts';
import { EXIT } from '../output.ts';

/** Tells the process that is started below from the one that starts it, so that there are never three. */
const STARTED = 'RBR_IN_NEWER_NODE';
/** Asked to end twice, the process below has so long to do so. */
const LAST_MS = 2_000;

/**
 * Remembering answers takes the SQLite that Node has since 22.13. On an older one, this starts the same command
 * line under the newer Node that the npm package `node` brings, where that is installed near, and does not
 * return. Without one it returns, and answers are remembered for this run only.
 */
export async function continueInNewerNode(): Promise<void> {
  if (process.env[STARTED]) {
    beBelow();
    return;
  }
  // Not by loading it: some Nodes say with that that it is young.
  if (isBuiltin('node:sqlite')) return;
  const node = nodeNear(dirname(fileURLToPath(import.meta.url)));
  if (node === undefined) return;
  const child = spawn(node, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [STARTED]: '1' },
  });
  handOnInterrupts(child);
  await new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const wasInterrupted = END_SIGNALS.some((each) => each === signal);
      process.exit(code ?? (wasInterrupted ? EXIT.interrupted : 1));
    });
  });
}

/** The process below ends in order, and this one with it. */
function handOnInterrupts(child: ChildProcess): void {
  let times = 0;
  for (const signal of END_SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => {
      // Not as a signal: one that the terminal sends to both would come twice.
      if (child.connected) child.send(signal, () => undefined);
      if (++times === 2) setTimeout(() => child.kill('SIGKILL'), LAST_MS).unref();
    });
  }
}

function beBelow(): void {
  process.on('message', (message) => {
    const signal = END_SIGNALS.find((each) => each === message);
    if (signal) interruptHandedOn(signal);
  });
  // The one that was asked to run has been killed: nothing may go on being asked behind its back.
  process.once('disconnect', () => process.exit(1));
  // These listeners are no reason to stay.
  process.channel?.unref();
}

function nodeNear(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const node = join(at, 'node_modules', 'node', 'bin', 'node');
    if (existsSync(node)) return node;
    if (dirname(at) === at) return undefined;
  }
}

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Runs a command, one of the project's own before the machine's; whether it ended with 0. */
export function succeeds(command: string, args: readonly string[]): boolean {
  const PATH = `${join('node_modules', '.bin')}:${process.env.PATH}`;
  const { status } = spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH },
  });
  return status === 0;
}

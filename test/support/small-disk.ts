import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';

/** A disk of its own that is soon full. */
export interface SmallDisk {
  readonly folder: string;
  resize(kib: number): void;
  /** Nothing can be written to it from now on, or can be again. */
  setReadOnly(isReadOnly: boolean): void;
  remove(): void;
}

/** Mounts one in a new folder; a reason where this machine does not let us. */
export async function smallDisk(folder: string, kib: number): Promise<SmallDisk | string> {
  await mkdir(folder, { recursive: true });
  const failure = run('mount', '-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder);
  if (failure !== undefined) return `no disk can be mounted here: ${failure}`;
  const remount = (option: string) => {
    const problem = run('mount', '-o', `remount,${option}`, folder);
    if (problem !== undefined) throw new Error(problem);
  };
  return {
    folder,
    resize: (size) => remount(`size=${size}k`),
    setReadOnly: (isReadOnly) => remount(isReadOnly ? 'ro' : 'rw'),
    remove: () => void run('umount', '-l', folder),
  };
}

function run(command: string, ...args: string[]): string | undefined {
  const { error, status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (error) return error.message;
  return status === 0 ? undefined : stderr.trim() || `${command} ended with ${status}`;
}

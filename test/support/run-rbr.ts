import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const RBR = fileURLToPath(new URL('../../dist/rbr.cjs', import.meta.url));
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The child, as soon as it is there. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Runs the built command line in its own process, in the project's folder. */
export function runRbr(args: readonly string[], options?: RunOptions): Promise<Run> {
  return runCommand(process.execPath, [RBR, ...args], options);
}

/** Runs any command in the project's folder. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { input = '', env, onStart }: RunOptions = {},
): Promise<Run> {
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env } });
  onStart?.(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (data) => {
    stdout += data;
  });
  child.stderr.setEncoding('utf8').on('data', (data) => {
    stderr += data;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/**
 * A small language model and two servers for it, of others' making, in a Python environment of their own. What is asked for
 * stands in test/model/servers.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ENVIRONMENT, PYTHON, SERVERS, type ServerName } from '../../test/model/environment.ts';

/** Names of servers that could not be installed, and why. */
export type Missing = ReadonlyMap<ServerName, string>;

/** The one that is built from source takes a minute on two cores that have nothing else to do. */
const MINUTES = 10;

/** Installs what is not there yet. */
export function installServers(): Missing {
  const missing = new Map<ServerName, string>();
  const python = makeEnvironment();
  for (const name of Object.keys(SERVERS) as ServerName[]) {
    const why = python ?? install(name);
    if (why !== undefined) missing.set(name, why);
  }
  return missing;
}

/** Why there is none; undefined where there is one. */
function makeEnvironment(): string | undefined {
  if (existsSync(PYTHON)) return undefined;
  mkdirSync(dirname(ENVIRONMENT), { recursive: true });
  const tried: string[] = [];
  for (const python of ['python3.11', 'python3']) {
    const isRecent = 'import sys; sys.exit(sys.version_info < (3, 11))';
    const why = run(python, ['-c', isRecent]) ?? run(python, ['-m', 'venv', ENVIRONMENT]);
    if (why === undefined) return undefined;
    tried.push(`${python}: ${why}`);
    rmSync(ENVIRONMENT, { recursive: true, force: true });
  }
  return `no Python 3.11 with venv (${tried.join('; ')})`;
}

function install(name: ServerName): string | undefined {
  const { requirements } = SERVERS[name];
  const wanted = readFileSync(requirements, 'utf8');
  const stamp = join(ENVIRONMENT, `${name}.txt`);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  console.log(`Installing ${name} and its model …`);
  // Not for this processor alone: pip keeps what it has built, also for a machine with another one.
  const env = { ...process.env, CMAKE_ARGS: '-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF' };
  const options = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-deps'];
  const why = run(PYTHON, ['-m', 'pip', 'install', ...options, '-r', requirements], env);
  if (why === undefined) writeFileSync(stamp, wanted);
  return why;
}

/** Why a command failed, in a line; undefined where it did not. */
function run(command: string, args: readonly string[], env = process.env): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: MINUTES * 60_000,
  });
  if (error) return error.message;
  if (status === 0) return undefined;
  const lines = stderr.trim().split('\n');
  return lines.findLast((line) => /^\S*error\b/i.test(line.trim())) ?? lines.at(-1) ?? `status ${status}`;
}

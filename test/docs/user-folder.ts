/** What a user has: a Git repository of their own with the samples, and an `rbr` that `npx` finds. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/run-rbr.ts';

export interface UserFolder {
  readonly path: string;
  write(name: string, text: string): Promise<void>;
  run(command: string): Promise<{ code: number | null; output: string }>;
  remove(): Promise<void>;
}

/** `has`: what of the project lies in the folder. `modelUrl`: where calls to any model server go. */
export async function openUserFolder(has: readonly string[], modelUrl: string): Promise<UserFolder> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'rbr-docs-')));
  const path = join(home, 'policies');
  const bin = join(path, 'node_modules', '.bin');
  const state = join(home, 'shell-state');
  await mkdir(bin, { recursive: true });
  for (const name of has) await cp(join(ROOT, name), join(path, name), { recursive: true });
  await writeFile(join(path, 'package.json'), '{ "name": "policies", "private": true }\n');
  await writeFile(join(path, '.gitignore'), 'node_modules/\n');
  await writeFile(join(bin, 'rbr'), commandFile(modelUrl));
  await chmod(join(bin, 'rbr'), 0o755);
  await writeFile(state, `cd ${path}\n`);
  const run = (command: string) => runInShell(command, { home, state });
  await run('git init --quiet && git add . && git commit --quiet --message "As they are"');
  return {
    path,
    async write(name, text) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    },
    run,
    remove: () => rm(home, { recursive: true, force: true }),
  };
}

/**
 * The built command line. Calls to a model go to the project's stand-in, whatever server the page names: the last
 * `--base-url` counts.
 */
function commandFile(modelUrl: string): string {
  return `#!/bin/sh
case " $* " in
  *" --grader openai "*|*" models --base-url "*) exec '${process.execPath}' '${join(ROOT, 'dist', 'rbr.cjs')}' "$@" --base-url '${modelUrl}' ;;
  *) exec '${process.execPath}' '${join(ROOT, 'dist', 'rbr.cjs')}' "$@" ;;
esac
`;
}

/** Folder and exported variables go on from one command of a page to the next, as in one's terminal. */
async function runInShell(
  command: string,
  { home, state }: { readonly home: string; readonly state: string },
): Promise<{ code: number | null; output: string }> {
  const keep = `trap '{ printf "cd %q\\n" "$PWD"; export -p; } >${state}' EXIT`;
  // One stream for both, in the order in which a terminal would show it.
  const script = `exec 2>&1\nsource ${state}\n${keep}\n${command}\n`;
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: home,
    env: environment(home),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (data) => {
    output += data;
  });
  const [code] = await once(child, 'close');
  return { code, output };
}

/** The user's own, without what npm tells the scripts that it runs, and without anybody's keys and settings. */
function environment(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|OPENAI_|RBR_|GIT_|VITEST|NODE_OPTIONS$)/i.test(name),
  );
  return {
    ...Object.fromEntries(own),
    HOME: home,
    RBR_CACHE_DIR: join(home, 'cache'),
    GIT_AUTHOR_NAME: 'A user',
    GIT_AUTHOR_EMAIL: 'user@example.org',
    GIT_COMMITTER_NAME: 'A user',
    GIT_COMMITTER_EMAIL: 'user@example.org',
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
  };
}

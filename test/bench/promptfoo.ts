/** promptfoo, to measure beside: installed where it can be, in a folder of its own, and given the same questions. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = resolve('.peers/promptfoo');
const MANIFEST = fileURLToPath(new URL('./peers/promptfoo/package.json', import.meta.url));
const PACKAGE = join(FOLDER, 'node_modules/promptfoo');

/** It sends nothing to its makers, and keeps what it keeps in this folder. */
const ENVIRONMENT = {
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
  PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  PROMPTFOO_CONFIG_DIR: join(FOLDER, 'settings'),
  OPENAI_API_KEY: 'none',
};

export interface Questions {
  readonly completions: readonly { readonly prompt: string; readonly completion: string }[];
  /** Each is asked of each completion. */
  readonly rubrics: readonly string[];
}

/** Its version, or undefined where it cannot be had, which is printed. */
export function installPromptfoo(): string | undefined {
  const wanted = JSON.parse(readFileSync(MANIFEST, 'utf8')).dependencies.promptfoo as string;
  const there = join(PACKAGE, 'package.json');
  if (existsSync(there) && JSON.parse(readFileSync(there, 'utf8')).version === wanted) return wanted;
  mkdirSync(FOLDER, { recursive: true });
  copyFileSync(MANIFEST, join(FOLDER, 'package.json'));
  const { status, stderr } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    encoding: 'utf8',
  });
  if (status === 0) return wanted;
  console.log(`  skipped: promptfoo ${wanted} cannot be installed: ${stderr?.trim().split('\n')[0] ?? ''}`);
  return undefined;
}

/**
 * The command that asks all questions, as its users would: the completion as it is (`echo`), and an `llm-rubric` for each
 * proposition. Its results go to a file.
 */
export function promptfooCommand(questions: Questions, baseUrl: string, concurrency: number) {
  const config = join(FOLDER, 'config.json');
  const out = join(FOLDER, 'out.jsonl');
  const judge = { id: 'openai:chat:m', config: { apiBaseUrl: baseUrl, max_tokens: 200 } };
  writeFileSync(
    config,
    JSON.stringify({
      prompts: ['{{completion}}'],
      providers: ['echo'],
      defaultTest: {
        options: { provider: judge },
        assert: questions.rubrics.map((value) => ({ type: 'llm-rubric', value })),
      },
      tests: questions.completions.map((vars) => ({ vars })),
    }),
  );
  rmSync(out, { force: true });
  return {
    args: [
      join(PACKAGE, 'dist/src/entrypoint.js'),
      ...['eval', '--config', config, '--max-concurrency', String(concurrency), '--output', out],
      ...['--no-cache', '--no-table', '--no-progress-bar', '--no-share', '--no-write'],
    ],
    env: { ...process.env, ...ENVIRONMENT },
    // It ends with 100 where a rubric was not met, which is no failure of the command.
    fine: [0, 100],
  };
}

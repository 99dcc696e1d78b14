import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from '../support/run-rbr.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-package-'));
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await run(npm, ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT });
  await run('tar', ['-xzf', `rule-based-rewards-${manifest.version}.tgz`], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true }));

describe('the npm package, with nothing else of the project', () => {
  const rbr = (...args: readonly string[]) =>
    run(process.execPath, [join(folder, 'package', manifest.bin.rbr), ...args], { cwd: folder });

  it('says its version', async () => {
    expect((await rbr('--version')).stdout.trim()).toBe(manifest.version);
  });

  it.each([
    ['init', 'begun', '--template', 'style'],
    ['check', 'begun'],
    ['diff', 'begun/style.rbr.yaml', 'begun/style.rbr.yaml'],
    ['prove', '--policy', 'begun/style.rbr.yaml'],
    ['fit', '--policy', 'begun/style.rbr.yaml'],
    ['grade', 'begun', '--policy', 'begun/style.rbr.yaml', '--out', 'graded.jsonl'],
    [
      'grade',
      'begun',
      '--policy',
      'begun/style.rbr.yaml',
      '--grader',
      'openai',
      '--model',
      'm',
      '--base-url',
      'http://127.0.0.1:9',
      '--dry-run',
    ],
    ['evaluate', 'begun', '--policy', 'begun/style.rbr.yaml', '--format', 'html', '--out', 'report.html'],
    ['doctor', '--policy', 'begun/style.rbr.yaml', '--grader', 'embedded'],
  ])('runs rbr %s %s', async (...args) => {
    // Rejects where it ends with anything but 0.
    expect((await rbr(...args)).stderr).not.toMatch(/Cannot find|ENOENT/);
  });
});

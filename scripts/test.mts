/**
 * All tiers, or those that are named: `test.mts [lint] [build] [unit] [lsp] [grammar] [vscode] [ui] [first-use] [web]`. Prints a
 * line per tier and last one line over all of them.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFirstUse } from './vscode/first-use.mts';
import { runInVSCode } from './vscode/suite.mts';
import { runUserJourneys } from './vscode/ui.mts';
import { runInBrowserOnly } from './vscode/web.mts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
}

type Tier = () => Counts | Promise<Counts>;

const TIERS: Readonly<Record<string, Tier>> = {
  lint: () =>
    sum(
      ['biome', ['check', '.']],
      ['tsc', ['-p', '.']],
      ['depcruise', ['client', 'server', '--config', '.dependency-cruiser.mjs']],
    ),
  build: () => sum([process.execPath, ['scripts/build.mts']]),
  unit: () => vitest('unit'),
  grammar: () => vitest('grammar'),
  lsp: () => vitest('lsp'),
  vscode: () => runInVSCode(),
  ui: () => runUserJourneys(),
  'first-use': () => runFirstUse(),
  web: () => runInBrowserOnly(),
};

/** Each command is one check: it passes or it fails. */
function sum(...commands: readonly [string, readonly string[]][]): Counts {
  const passed = commands.filter(([command, args]) => run(command, args)).length;
  return { passed, failed: commands.length - passed };
}

function run(command: string, args: readonly string[]): boolean {
  const path = `${join('node_modules', '.bin')}:${process.env.PATH}`;
  return (
    spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PATH: path } })
      .status === 0
  );
}

function vitest(project: string): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'rbr-test-'));
  const report = join(folder, 'report.json');
  try {
    const fine = run('vitest', [
      'run',
      '--project',
      project,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]);
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    // A file that cannot be loaded fails without a test of its own.
    const failed = fine ? numFailedTests : Math.max(1, numFailedTests);
    return { passed: numPassedTests, failed, skipped: numPendingTests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in TIERS));
if (unknown) throw new Error(`No tier "${unknown}"; there are ${Object.keys(TIERS).join(', ')}.`);
const total = { passed: 0, failed: 0, skipped: 0 };
const lines: string[] = [];
for (const [name, tier] of Object.entries(TIERS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = performance.now();
  const {
    passed,
    failed,
    skipped = 0,
  } = await Promise.resolve()
    .then(tier)
    .catch((error): Counts => {
      console.error(error);
      return { passed: 0, failed: 1 };
    });
  total.passed += passed;
  // A tier that ran nothing has shown nothing.
  total.failed += passed + failed === 0 ? 1 : failed;
  total.skipped += skipped;
  lines.push(
    `${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${Math.round((performance.now() - started) / 1000)} s)`,
  );
}
console.log(
  `\n${lines.join('\n')}\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exit(total.failed > 0 ? 1 : 0);

/**
 * All tiers, or those that are named: `test.mts [lint] [build] [unit] [lsp] [grammar] [vscode] [ui] [first-use] [web] [model]`.
 * Heavy ones, which install what is no dependency, run where they are named, or all with `--heavy`. Prints what failed, a line
 * per tier, and last one line over all of them.
 */
import { type Counts, firstLine, together } from './counts.mts';
import { runWithModel } from './model/tier.mts';
import { succeeds } from './succeeds.mts';
import { vitest } from './vitest.mts';
import { runFirstUse } from './vscode/first-use.mts';
import { runInVSCode } from './vscode/suite.mts';
import { runUserJourneys } from './vscode/ui.mts';
import { runInBrowserOnly } from './vscode/web.mts';

type Tier = () => Counts | Promise<Counts>;

const TIERS: Readonly<Record<string, Tier>> = {
  lint: () =>
    checks([
      ['biome', 'check', '.'],
      ['tsc', '-p', '.'],
      ['depcruise', 'client', 'server', '--config', '.dependency-cruiser.mjs'],
    ]),
  build: () => checks([[process.execPath, 'scripts/build.mts']]),
  unit: () => vitest('unit'),
  grammar: () => vitest('grammar'),
  lsp: () => vitest('lsp'),
  vscode: () => runInVSCode(),
  ui: () => runUserJourneys(),
  'first-use': () => runFirstUse(),
  web: () => runInBrowserOnly(),
};

const HEAVY: Readonly<Record<string, Tier>> = {
  model: () => runWithModel(),
};

/** Each command is one check: it passes or it fails. */
function checks(commands: readonly (readonly [string, ...string[]])[]): Counts {
  const failures = commands
    .filter(([command, ...args]) => !succeeds(command, args))
    .map((words) => words.join(' '));
  return { passed: commands.length - failures.length, failed: failures.length, failures };
}

/** A tier that breaks off has failed, and so has one that ran nothing: it has shown nothing. */
async function outcome(tier: Tier): Promise<Counts> {
  try {
    const counts = await tier();
    if (counts.passed + counts.failed > 0 || (counts.skippedFor ?? []).length > 0) return counts;
    return { passed: 0, failed: 1, failures: ['ran nothing'] };
  } catch (error) {
    console.error(error);
    return { passed: 0, failed: 1, failures: [firstLine(error)] };
  }
}

const said = ({ passed, failed, skipped = 0 }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;

const words = process.argv.slice(2);
const asked = words.filter((word) => word !== '--heavy');
const known = { ...TIERS, ...HEAVY };
const unknown = asked.find((name) => !(name in known));
if (unknown) throw new Error(`No tier "${unknown}"; there are ${Object.keys(known).join(', ')}.`);
const all = words.includes('--heavy') ? known : TIERS;
const chosen = Object.entries(known).filter(([name]) =>
  asked.length > 0 ? asked.includes(name) : name in all,
);
const outcomes: Counts[] = [];
const lines: string[] = [];
for (const [name, tier] of chosen) {
  const started = performance.now();
  const counts = await outcome(tier);
  const seconds = Math.round((performance.now() - started) / 1000);
  outcomes.push({ ...counts, failures: (counts.failures ?? []).map((what) => `${name}: ${what}`) });
  lines.push(
    `${name}: ${said(counts)} (${seconds} s)`,
    ...(counts.skippedFor ?? []).map((why) => `  skipped: ${why}`),
  );
}
const total = together(outcomes);
if (total.failures.length > 0)
  console.log(`\nWhat failed:\n${total.failures.map((what) => `  ${what}`).join('\n')}`);
console.log(`\n${lines.join('\n')}\n${said(total)}`);
process.exit(total.failed > 0 ? 1 : 0);

/**
 * How long `rbr` takes from start to exit, against Node that is started for nothing (`node -e 0`); alternating, medians.
 * The first start after a build, which compiles, is not counted.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROUNDS = 25;
const RBR = fileURLToPath(new URL('../../dist/rbr.cjs', import.meta.url));
const PAPER = '../shared/data/openai-rbr/proposition_prompts.yaml';
const MINIMAL = 'templates/minimal/minimal.rbr.yaml';

const commands: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'rbr --version', args: [RBR, '--version'] },
  { name: `rbr check ${MINIMAL}`, args: [RBR, 'check', MINIMAL] },
  ...(existsSync(PAPER)
    ? [{ name: "rbr check, the paper's policy (52 KB)", args: [RBR, 'check', PAPER] }]
    : []),
];

function msOf(args: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const ms = performance.now() - begun;
  if (status !== 0) throw new Error(stderr);
  return ms;
}

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number;

for (const { args } of commands) msOf(args);
const times = commands.map((): number[] => []);
for (let round = 0; round < ROUNDS; round++)
  for (const [index, { args }] of commands.entries()) times[index]?.push(msOf(args));
const bare = median(times[0] as number[]);
for (const [index, { name }] of commands.entries()) {
  const ms = median(times[index] as number[]);
  console.log(`  ${name.padEnd(40)} ${ms.toFixed(0).padStart(4)} ms  ${(ms / bare).toFixed(2)} x bare Node`);
}

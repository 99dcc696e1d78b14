/** How long the packaged extension takes to activate in a real VS Code, oldest and newest, each time in a new window. */
import { unpackExtension } from '../../scripts/vscode/package.mts';
import { bundleSuite, runIn } from '../../scripts/vscode/suite.mts';

const RUNS = 5;

const extension = await unpackExtension();
const probe = await bundleSuite('test/bench/activation-probe.ts');
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

for (const release of ['oldest', 'newest'] as const) {
  const code: number[] = [];
  const activate: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await runIn(release, extension, probe, (line) => {
      const found = /^activation: code (\d+) ms, activate (\d+) ms$/.exec(line);
      if (!found) return;
      code.push(Number(found[1]));
      activate.push(Number(found[2]));
    });
  }
  if (code.length !== RUNS) throw new Error(`${code.length} of ${RUNS} runs said how long it took.`);
  const whole = code.map((each, run) => each + (activate[run] ?? Number.NaN));
  console.log(
    `${release} VS Code: median ${median(whole)} ms of ${RUNS} activations (${whole.join(', ')}), of which the code ${median(code)} ms and activate() ${median(activate)} ms; asked: under 150`,
  );
}

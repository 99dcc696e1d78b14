/** How long the packaged extension takes to activate in a real VS Code, oldest and newest, each time in a new window. */
import { unpackExtension } from '../../scripts/vscode/package.mts';
import { bundleSuite, runIn } from '../../scripts/vscode/suite.mts';

const RUNS = 5;

const extension = await unpackExtension();
const probe = await bundleSuite('test/bench/activation-probe.ts');
for (const release of ['oldest', 'newest'] as const) {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await runIn(release, extension, probe, (line) => {
      const found = /^activation (\d+(?:\.\d+)?) ms$/.exec(line);
      if (found) times.push(Number(found[1]));
    });
  }
  times.sort((a, b) => a - b);
  if (times.length !== RUNS) throw new Error(`${times.length} of ${RUNS} runs said how long it took.`);
  console.log(
    `${release} VS Code: median ${times[RUNS >> 1]} ms of ${RUNS} activations (${times.join(', ')}); asked: under 150`,
  );
}

/**
 * Hovers on completions over the protocol while the model's server is silent and a run over it is under way: on
 * those whose answers are remembered, and on those that the embedded grader answers. Asked: 100 ms at p95. With the
 * setting that lets hovers ask, so every hover on an ungraded completion would like an answer too.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HoverRequest, type MarkupContent } from 'vscode-languageserver-protocol/node';
import {
  GRADE_REQUEST,
  GRADER_NOTIFICATION,
  type GradeResult,
  type GraderSettings,
} from '../../server/src/language/protocol-grading.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { parseSamples } from '../../server/src/samples/yaml.ts';
import { labelJudge } from '../support/label-judge.ts';
import { LspClient } from '../support/lsp-client.ts';
import { startModelServer } from '../support/model-server/model-server.ts';

const ROUNDS = 5;
const SAMPLES = 'samples';

const folder = await mkdtemp(join(tmpdir(), 'rbr-bench-hover-'));
await cp(SAMPLES, folder, { recursive: true });
process.env.RBR_CACHE_DIR = join(folder, 'cache');
let isSilent = false;
const judge = labelJudge(SAMPLES);
const server = await startModelServer({ answer: (call) => (isSilent ? { fault: 'silence' } : judge(call)) });
const { client } = await LspClient.start(pathToFileURL(folder).href, {
  storagePath: join(folder, 'storage'),
});

const open = async (name: string) => {
  const uri = pathToFileURL(join(folder, name)).href;
  const source = new SourceText(uri, await readFile(join(folder, name), 'utf8'));
  await client.open(uri, source.text, 'rbr-samples');
  return { uri, source, completions: parseSamples(source).completions };
};
const graded = await open('self-harm.samples.yaml');
const ungraded = await open('hateful-content.samples.yaml');

const settings: GraderSettings = {
  kind: 'openai',
  baseUrl: server.baseUrl,
  model: 'judge-1',
  mode: 'auto',
  votes: 5,
  order: 'conversation-first',
  ask: 'all',
  concurrency: 16,
  timeoutSeconds: 600,
  budget: { calls: 100_000 },
  hover: true,
};
await client.connection.sendNotification(GRADER_NOTIFICATION, settings);
const run = (uri: string) => client.connection.sendRequest<GradeResult>(GRADE_REQUEST, { uri, run: uri });
await run(graded.uri);
isSilent = true;
void run(ungraded.uri).catch(() => undefined);
// The embedded grader has learnt by now, or hovers say that it is learning; that is not what is measured.
await new Promise((resolve) => setTimeout(resolve, 10_000));

for (const [name, file, who] of [
  ['from remembered answers', graded, /judge-1/],
  ['from the embedded grader', ungraded, /Embedded grader/],
] as const) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const { places } of file.completions) {
      const position = file.source.positionAt(places.text.span.start + 1);
      const begun = performance.now();
      const hover = await client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri: file.uri },
        position,
      });
      times.push(performance.now() - begun);
      const said = (hover?.contents as MarkupContent | undefined)?.value.replaceAll('\\', '') ?? '';
      if (!who.test(said)) throw new Error(`another grader than ${who}: ${said}`);
    }
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] as number).toFixed(1);
  console.log(
    `  ${name.padEnd(26)} ${times.length} hovers: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
  );
}
console.log(`  (${server.inFlight} calls were waiting for the silent server)`);
await server.close();
await client.stop();
await rm(folder, { recursive: true });

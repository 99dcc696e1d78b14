/**
 * Keystroke to diagnostics on the paper's released policy, in the server's own process over stdio, side by
 * side with a YAML server that holds the same JSON Schema. Absolute times are of this machine; the ratio
 * carries over.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const root = new URL('../../', import.meta.url);
const paper = new URL('../shared/data/openai-rbr/proposition_prompts.yaml', root);
const WARM_UP = 20;
const KEYSTROKES = 100;

interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly languageId: string;
  readonly settings: object;
}

async function measure({ name, command, languageId, settings }: Contender, text: string): Promise<number[]> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const uri = pathToFileURL(fileURLToPath(new URL('bench/proposition_prompts.yaml', root))).href;
  let published: (() => void) | undefined;
  let waitedVersion = 0;
  connection.onNotification(
    'textDocument/publishDiagnostics',
    (params: { uri: string; version?: number }) => {
      if (params.uri === uri && (params.version ?? waitedVersion) >= waitedVersion) published?.();
    },
  );
  connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
    items.map(({ section }) => (settings as Record<string, unknown>)[section ?? ''] ?? null),
  );
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: root.href,
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: {} },
      textDocument: { publishDiagnostics: { versionSupport: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('workspace/didChangeConfiguration', { settings });
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId, version: 1, text },
  });
  await new Promise<void>((resolve) => setTimeout(resolve, 2000));

  const times: number[] = [];
  const line = text.slice(0, text.indexOf('fully_complies: false')).split('\n').length - 1;
  const character = text.split('\n')[line]?.length ?? 0;
  for (let stroke = 0; stroke < WARM_UP + KEYSTROKES; stroke++) {
    // Typing a condition's value letter by letter, and taking it back.
    const inserts = stroke % 2 === 0;
    const start = { line, character };
    const change = inserts
      ? { range: { start, end: start }, text: 'e' }
      : { range: { start, end: { line, character: character + 1 } }, text: '' };
    waitedVersion = stroke + 2;
    times.push(await strokeTime(connection, uri, stroke + 2, change, (resolve) => (published = resolve)));
  }
  connection.dispose();
  child.kill();
  console.error(`${name}: measured`);
  return times.slice(WARM_UP).sort((a, b) => a - b);
}

async function strokeTime(
  connection: ProtocolConnection,
  uri: string,
  version: number,
  change: object,
  wait: (resolve: () => void) => void,
): Promise<number> {
  const answered = new Promise<void>((resolve) => wait(resolve));
  const started = performance.now();
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [change],
  });
  await answered;
  return performance.now() - started;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (!existsSync(paper)) {
  console.log("edit latency: skipped, the paper's policy is not beside this checkout");
} else {
  const text = readFileSync(paper, 'utf8');
  const yamlServer = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server');
  const schema = new URL('schemas/policy.schema.json', root).href;
  const yamlSettings = { schemas: { [schema]: '*.yaml' }, validate: true, schemaStore: { enable: false } };
  const ours = await measure(
    {
      name: 'rbr',
      command: [process.execPath, fileURLToPath(new URL('dist/server.cjs', root)), '--stdio'],
      languageId: 'rbr',
      settings: {},
    },
    text,
  );
  const theirs = await measure(
    {
      name: 'yaml-language-server',
      command: [process.execPath, yamlServer, '--stdio'],
      languageId: 'yaml',
      settings: { yaml: yamlSettings },
    },
    text,
  );
  console.log(`keystroke to diagnostics, the paper's policy, ${KEYSTROKES} keystrokes (ms)`);
  console.log(`  rbr                   p50 ${at(ours, 0.5).toFixed(1)}  p95 ${at(ours, 0.95).toFixed(1)}`);
  console.log(
    `  yaml-language-server  p50 ${at(theirs, 0.5).toFixed(1)}  p95 ${at(theirs, 0.95).toFixed(1)}`,
  );
  console.log(`  ratio at the median   ${(at(theirs, 0.5) / at(ours, 0.5)).toFixed(1)} times faster`);
}

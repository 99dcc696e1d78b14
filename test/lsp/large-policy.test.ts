import { afterEach, describe, expect, it } from 'vitest';
import { type Diagnostic, DocumentDiagnosticRequest } from 'vscode-languageserver-protocol/node';
import { LspClient } from '../support/lsp-client.ts';

const TYPES = ['one', 'two', 'three', 'four', 'five', 'six'];
const PAIRS = Array.from({ length: 15 }, (_, index) => index);

/** All of one side first, so that the diagram has to remember them all: it takes its while in each response type. */
const APART = `{ ${PAIRS.map((n) => `x${n}: true`).join(', ')} }`;

/** Two classes that overlap in every response type. */
const POLICY = [
  'completion_class_order: [some_pair, other]',
  'completion_classes:',
  '  some_pair:',
  ...TYPES.map(
    (type) => `    ${type}: [${APART}, ${PAIRS.map((n) => `{ x${n}: true, y${n}: true }`).join(', ')}]`,
  ),
  '  other:',
  ...TYPES.map((type) => `    ${type}: { x0: true, y14: false }`),
  'severities: { classes-gap: off }',
  'simple_propositions:',
  ...[...PAIRS.map((n) => `x${n}`), ...PAIRS.map((n) => `y${n}`)].map(
    (name) => `  ${name}: { prompt: Is ${name} so? }`,
  ),
].join('\n');

const URI = 'file:///large/large.rbr.yaml';

const typesIn = (diagnostics: readonly Diagnostic[]) =>
  diagnostics
    .filter(({ code }) => code === 'classes-overlap')
    .map(({ message }) => / in (?<type>\w+):/.exec(String(message))?.groups?.type)
    .sort();

describe('a policy that takes long', () => {
  let client: LspClient;
  afterEach(async () => {
    expect(await client.stop()).toBe(0);
  });

  it('is published in parts, until all is said', async () => {
    ({ client } = await LspClient.start('file:///large'));
    await client.open(URI, POLICY);
    const seen = [typesIn(await client.diagnostics(URI)).length];
    while ((seen.at(-1) ?? 0) < TYPES.length) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      seen.push(typesIn(await client.diagnostics(URI)).length);
    }
    // Never less than before, and all of it in the end.
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(typesIn(await client.diagnostics(URI))).toEqual([...TYPES].sort());
  });

  it('is answered in parts to who asks, who is told to ask again', async () => {
    ({ client } = await LspClient.start('file:///large', {
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { diagnostics: { refreshSupport: true } },
      },
    }));
    let told = 0;
    client.connection.onRequest('workspace/diagnostic/refresh', () => {
      told++;
      return null;
    });
    await client.open(URI, POLICY);
    const ask = async () => {
      const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: URI },
      });
      return report.kind === 'full' ? typesIn(report.items) : [];
    };
    let answer = await ask();
    for (let asked = 1; answer.length < TYPES.length; asked++) {
      while (told < asked) await new Promise((resolve) => setTimeout(resolve, 5));
      answer = await ask();
    }
    expect(answer).toEqual([...TYPES].sort());
    expect(told).toBeGreaterThan(0);
  });

  it('is answered in full to who cannot be told', async () => {
    ({ client } = await LspClient.start('file:///large', {
      capabilities: { textDocument: { diagnostic: {} } },
    }));
    await client.open(URI, POLICY);
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri: URI },
    });
    expect(report.kind === 'full' && typesIn(report.items)).toEqual([...TYPES].sort());
  });
});

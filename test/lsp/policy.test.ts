import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  DefinitionRequest,
  HoverRequest,
  type InitializeResult,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import { COMMAND_LINE_SERVER, LspClient } from '../support/lsp-client.ts';
import { marked } from '../support/marked-text.ts';

const POLICY = `
prompt_template: "{question} {response}"
completion_class_order: [good, bad]
completion_classes:
  good: {comply: {polite: true}}
  bad: {comply: {polite: false}}
simple_propositions:
  polite:
    description: Says please.
    prompt: Is it polite?
`;

describe('the language server on a policy', () => {
  let folder: string;
  let client: LspClient;
  let initialized: InitializeResult;
  const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-lsp-'));
    ({ client, initialized } = await LspClient.start(pathToFileURL(folder).href));
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('says what it can do', () => {
    expect(initialized.capabilities).toMatchObject({ hoverProvider: true, definitionProvider: true });
  });

  it('finds nothing wrong with a sound policy', async () => {
    const uri = uriOf('sound.rbr.yaml');
    await client.open(uri, POLICY);
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it('marks a misspelt proposition as it is typed, and offers the right name', async () => {
    const uri = uriOf('typo.rbr.yaml');
    await client.open(uri, POLICY);
    const { source, spans } = marked(
      POLICY.replace('good: {comply: {polite', 'good: {comply: {«polit»'),
      uri,
    );
    const version = await client.change(uri, source.text);
    const diagnostics = await client.diagnostics(uri, version);
    const range = source.range(spans[0] as { start: number; end: number });
    const unknown = diagnostics.find((each) => each.code === 'unknown-proposition');
    expect(unknown).toMatchObject({ severity: 1, range });
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range,
      context: { diagnostics },
    });
    expect(actions?.[0]).toMatchObject({
      title: 'Change to "polite"',
      isPreferred: true,
      edit: { changes: { [uri]: [{ range, newText: 'polite' }] } },
    });
  });

  it('shows two classes that overlap, at both of them', async () => {
    const uri = uriOf('overlap.rbr.yaml');
    await client.open(uri, POLICY.replace('bad: {comply: {polite: false}}', 'bad: {comply: {polite: true}}'));
    const diagnostics = await client.diagnostics(uri);
    const overlap = diagnostics.find((each) => each.code === 'classes-overlap');
    expect(overlap?.severity).toBe(1);
    expect(overlap?.relatedInformation?.length).toBeGreaterThan(0);
    expect(diagnostics.map((each) => each.code)).toContain('classes-gap');
  });

  it('describes a proposition under the cursor and goes to its definition', async () => {
    const uri = uriOf('hover.rbr.yaml');
    const { source, cursor } = marked(
      POLICY.replace('good: {comply: {polite', 'good: {comply: {pol‸ite'),
      uri,
    );
    await client.open(uri, source.text);
    const position = source.positionAt(cursor as number);
    const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    expect((hover as { contents: MarkupContent }).contents.value).toContain('Is it polite?');
    const definition = await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri },
      position,
    });
    const at = source.text.lastIndexOf('polite:');
    expect(definition).toEqual([{ uri, range: source.range({ start: at, end: at + 'polite'.length }) }]);
  });

  it('sees an error in an extended file, and its cure on disk', async () => {
    await writeFile(join(folder, 'base.rbr.yaml'), POLICY.replace('polite: false', 'polit: false'));
    const uri = uriOf('child.rbr.yaml');
    await client.open(uri, 'extends: base.rbr.yaml\n');
    expect((await client.diagnostics(uri)).map((each) => each.code)).toContain('unknown-proposition');
    await writeFile(join(folder, 'base.rbr.yaml'), POLICY);
    const version = await client.change(uri, 'extends: base.rbr.yaml\n\n');
    expect(await client.diagnostics(uri, version)).toEqual([]);
  });

  it('says where the page of a finding is', async () => {
    const uri = uriOf('page.rbr.yaml');
    await client.open(uri, 'simple_proposition: {}\n');
    const [finding] = await client.diagnostics(uri);
    expect(await readFile(new URL(finding?.codeDescription?.href ?? ''), 'utf8')).toContain('# unknown-key');
  });

  it('is served by `rbr lsp --stdio` too', async () => {
    const other = await LspClient.start(pathToFileURL(folder).href, { command: COMMAND_LINE_SERVER });
    await other.client.open(uriOf('lsp.rbr.yaml'), POLICY.replace('prompt: Is', 'promt: Is'));
    const codes = (await other.client.diagnostics(uriOf('lsp.rbr.yaml'))).map(({ code }) => code);
    expect(codes).toContain('unknown-key');
    expect(await other.client.stop()).toBe(0);
  });

  it('survives anything in a file', async () => {
    const uri = uriOf('broken.rbr.yaml');
    await client.open(uri, ': [\n\u0000{{{ "');
    expect((await client.diagnostics(uri)).length).toBeGreaterThan(0);
    const version = await client.change(uri, POLICY);
    expect(await client.diagnostics(uri, version)).toEqual([]);
  });
});

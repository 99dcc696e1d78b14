import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DocumentFormattingRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  type InitializeResult,
  SelectionRangeRequest,
  SemanticTokensRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver-protocol/node';
import { LspClient } from '../support/lsp-client.ts';

const POLICY = `extends: base.rbr.yaml
completion_classes:
    good:
        comply: {polite: true}
simple_propositions:
    polite:
        prompt: |-
            Is it polite?
`;

describe('the structure of a file over the protocol', () => {
  let folder: string;
  let client: LspClient;
  let initialized: InitializeResult;
  let uri: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-lsp-'));
    await writeFile(join(folder, 'base.rbr.yaml'), 'simple_propositions:\n  kind: { prompt: Is it kind? }\n');
    ({ client, initialized } = await LspClient.start(pathToFileURL(folder).href));
    uri = pathToFileURL(join(folder, 'policy.rbr.yaml')).href;
    await client.open(uri, POLICY);
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('is offered', () => {
    const { semanticTokensProvider } = initialized.capabilities;
    expect(initialized.capabilities).toMatchObject({
      documentSymbolProvider: true,
      workspaceSymbolProvider: true,
      foldingRangeProvider: true,
      selectionRangeProvider: true,
      documentFormattingProvider: true,
      semanticTokensProvider: { full: expect.anything() },
    });
    expect(initialized.capabilities.documentLinkProvider).toBeDefined();
    expect(semanticTokensProvider?.legend.tokenModifiers).toContain('conflicting');
  });

  it('gives an outline', async () => {
    const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri },
    });
    // A client that does not say it knows symbols within symbols is given them one after the other.
    expect(symbols).toMatchObject([
      { name: 'extends' },
      { name: 'completion_classes' },
      { name: 'good', containerName: 'completion_classes' },
      { name: 'comply', containerName: 'good' },
      { name: 'simple_propositions' },
      { name: 'polite', containerName: 'simple_propositions' },
    ]);
  });

  it('finds names in files that are not open', async () => {
    const symbols = await client.connection.sendRequest(WorkspaceSymbolRequest.type, { query: 'kind' });
    expect(symbols).toMatchObject([{ name: 'kind', containerName: 'base.rbr.yaml' }]);
  });

  it('folds, selects and links', async () => {
    const folds = await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } });
    expect(folds).toContainEqual({ startLine: 6, endLine: 7 });
    const [selection] =
      (await client.connection.sendRequest(SelectionRangeRequest.type, {
        textDocument: { uri },
        positions: [{ line: 3, character: 20 }],
      })) ?? [];
    expect(selection?.range).toEqual({ start: { line: 3, character: 17 }, end: { line: 3, character: 23 } });
    expect(selection?.parent?.range.end).toEqual({ line: 3, character: 29 });
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } });
    expect(links).toMatchObject([{ target: pathToFileURL(join(folder, 'base.rbr.yaml')).href }]);
  });

  it('colours names by what they stand for', async () => {
    const tokens = await client.connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
    // good, comply, polite and polite again, five numbers each.
    expect(tokens?.data).toHaveLength(20);
    expect(tokens?.data.slice(0, 3)).toEqual([2, 4, 4]);
  });

  it('formats, the prompt untouched, and has nothing to do the second time', async () => {
    const format = (of: string) =>
      client.connection.sendRequest(DocumentFormattingRequest.type, {
        textDocument: { uri: of },
        options: { tabSize: 4, insertSpaces: true },
      });
    const edits = await format(uri);
    expect(edits).toContainEqual({
      range: { start: { line: 7, character: 6 }, end: { line: 7, character: 12 } },
      newText: '',
    });
    const formatted = pathToFileURL(join(folder, 'formatted.rbr.yaml')).href;
    await client.open(
      formatted,
      'completion_classes:\n  good:\n    comply: { polite: true }\nsimple_propositions:\n  polite:\n    prompt: |-\n      Is it polite?\n',
    );
    expect(await format(formatted)).toEqual([]);
  });
});

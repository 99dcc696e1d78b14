import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CompletionItem,
  CompletionRequest,
  type InitializeResult,
} from 'vscode-languageserver-protocol/node';
import { LspClient } from '../support/lsp-client.ts';
import { marked } from '../support/marked-text.ts';

const POLICY = `prompt_template: "{question} {response}"
completion_class_order: [good, bad]
completion_classes:
  good: { comply: { polite: true, rude: false } }
  bad: { comply: { polite: false } }
simple_propositions:
  polite: { prompt: Is it polite? }
  rude: { prompt: Is it rude? }
`;

describe('completion over the protocol', () => {
  let folder: string;
  let client: LspClient;
  let initialized: InitializeResult;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-lsp-'));
    await writeFile(join(folder, 'policy.rbr.yaml'), POLICY);
    ({ client, initialized } = await LspClient.start(pathToFileURL(folder).href));
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    await rm(folder, { recursive: true });
  });

  /** The items at ‸ of a file that was opened whole and then edited. */
  async function itemsAt(name: string, text: string): Promise<readonly CompletionItem[]> {
    const { source, cursor = -1 } = marked(text, pathToFileURL(join(folder, name)).href);
    await client.open(source.uri, '', name.endsWith('.samples.yaml') ? 'rbr-samples' : 'rbr');
    await client.change(source.uri, source.text);
    const answer = await client.connection.sendRequest(CompletionRequest.type, {
      textDocument: { uri: source.uri },
      position: source.positionAt(cursor),
    });
    return Array.isArray(answer) ? answer : (answer?.items ?? []);
  }

  it('is offered, after an opening brace too', () => {
    expect(initialized.capabilities.completionProvider?.triggerCharacters).toContain('{');
  });

  it('offers the propositions of an extended policy in a half-typed condition', async () => {
    const items = await itemsAt(
      'typing.rbr.yaml',
      'extends: policy.rbr.yaml\ncompletion_classes:\n  fine:\n    comply: { rude: true, ‸\nmargins:\n',
    );
    expect(items).toMatchObject([
      {
        label: 'polite',
        detail: 'proposition',
        textEdit: {
          range: { start: { line: 3, character: 26 }, end: { line: 3, character: 26 } },
          newText: 'polite: ',
        },
      },
    ]);
  });

  it('offers all missing labels of a completion, without snippets to a client that has none', async () => {
    const items = await itemsAt(
      'typing.samples.yaml',
      'policy: policy.rbr.yaml\nsamples:\n  - prompt: Hi\n    response_type: comply\n    completions:\n      - text: Hello.\n        propositions:\n          ‸\n',
    );
    expect(items.map(({ label }) => label)).toEqual(['all missing propositions', 'polite', 'rude']);
    expect(items[0]).toMatchObject({ textEdit: { newText: 'polite: \n          rude: ' } });
    expect(items[0]?.insertTextFormat).toBeUndefined();
  });
});

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HoverRequest } from 'vscode-languageserver-protocol/node';
import { SourceText } from '../../server/src/policy/source.ts';
import { LspClient } from '../support/lsp-client.ts';

const SAMPLES = new URL('../../samples/', import.meta.url);

describe('reviewing a policy over the protocol', () => {
  const uri = new URL('four-areas.rbr.yaml', SAMPLES).href;
  let text: string;
  let client: LspClient;

  beforeAll(async () => {
    text = await readFile(new URL(uri), 'utf8');
    ({ client } = await LspClient.start(SAMPLES.href));
    await client.open(uri, text);
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
  });

  it('says what the classes let through, with the labelled completions', async () => {
    const result = await client.connection.sendRequest<{
      responseTypes: {
        name: string;
        loopholes: { message: string; cases: { location: { uri: string } }[] }[];
      }[];
      markdown: string;
    }>('rbr/loopholes', { uri });
    expect(result.responseTypes.map(({ name }) => name)).toEqual(['hard_refuse', 'safe_refuse', 'comply']);
    const cases = result.responseTypes.flatMap(({ loopholes }) => loopholes.flatMap((each) => each.cases));
    expect(cases.length).toBeGreaterThan(0);
    expect(cases[0]?.location.uri).toMatch(/\.samples\.yaml$/);
    expect(result.markdown).toContain('| Proposition | What is let through | Labelled completions |');
  });

  it('says so too on a hovered class', async () => {
    const position = new SourceText(uri, text).positionAt(text.indexOf('  ideal:\n') + 3);
    const hover = await client.connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
    expect(hover?.contents).toMatchObject({ value: expect.stringContaining('Lets through') });
  });

  it('compares with an earlier text by meaning', async () => {
    const diff = (earlier: string) =>
      client.connection.sendRequest<{ isSame: boolean; markdown: string }>('rbr/diff', {
        uri,
        base: { [uri]: earlier },
        against: 'before',
      });
    expect((await diff(`# a comment\n${text}`)).isSame).toBe(true);
    const { isSame, markdown } = await diff(
      text.replace('    cites_policy: false\n    brief: true\n', '    cites_policy: false\n'),
    );
    expect(isSame).toBe(false);
    expect(markdown).toMatch(/hard\\_refuse\\: \d+ of \d+ combinations change class/);
    expect(markdown).toContain('labelled completions move to another class');
  });
});

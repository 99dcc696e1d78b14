import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  filesOfTemplate,
  IMPORT_REQUEST,
  type ImportAnswer,
  NAME_SAMPLES_REQUEST,
  type NameSamplesResult,
  NEW_POLICY_REQUEST,
  type NewPolicyResult,
  TEMPLATES,
} from '../../server/src/language/protocol-import.ts';
import { LspClient } from '../support/lsp-client.ts';
import { ROOT } from '../support/run-rbr.ts';

let folder: string;
let client: LspClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-import-'));
  await cp(join(ROOT, 'samples'), folder, { recursive: true });
  ({ client } = await LspClient.start(pathToFileURL(folder).href, { storagePath: join(folder, 'storage') }));
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  await rm(folder, { recursive: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
const SHEET = 'type,prompt,completion,final_label\nhomonyms,How?,So.,1_full_compliance\n';

describe('imports over LSP', () => {
  it('are read for the policy of the file that they go beside, and say what values may mean', async () => {
    const answer = await client.connection.sendRequest<ImportAnswer>(IMPORT_REQUEST, {
      files: [{ name: 'sheet.csv', text: SHEET }],
      forUri: uriOf('self-harm.samples.yaml'),
      folderUri: uriOf('imported/'),
    });
    expect(answer.policyUri).toBe(uriOf('four-areas.rbr.yaml'));
    expect(answer.names.responseTypes).toEqual(['hard_refuse', 'safe_refuse', 'comply']);
    expect(answer.names.labels).toContain('over_refusal');
    expect(answer.inWords).toEqual(['response_type comply', 'refuses no, fully_complies yes']);
    const { output } = answer.result;
    expect(output).toMatchObject({ kind: 'samples', name: 'sheet.samples.yaml' });
    expect('text' in output && output.text).toContain('policy: ../four-areas.rbr.yaml');
  });

  it('are without a policy where there is none', async () => {
    const { result, names, policyUri } = await client.connection.sendRequest<ImportAnswer>(IMPORT_REQUEST, {
      files: [{ name: 'pairs.jsonl', text: '{"prompt":"p","chosen":"a","rejected":"b"}\n' }],
    });
    expect([result.completions, names.responseTypes, policyUri]).toEqual([2, [], undefined]);
  });

  it('name the new file in a policy that does not', async () => {
    const asked = { policyUri: uriOf('own.rbr.yaml'), samplesUri: uriOf('data/new one.samples.yaml') };
    await writeFile(join(folder, 'own.rbr.yaml'), 'simple_propositions:\n  a: { prompt: A? }\n');
    const { edits } = await client.connection.sendRequest<NameSamplesResult>(NAME_SAMPLES_REQUEST, asked);
    expect(edits).toEqual([
      {
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } },
        newText: '\nsamples:\n  - "data/new one.samples.yaml"\n',
      },
    ]);
    const known = { policyUri: uriOf('four-areas.rbr.yaml'), samplesUri: uriOf('wording.samples.yaml') };
    expect(await client.connection.sendRequest<NameSamplesResult>(NAME_SAMPLES_REQUEST, known)).toMatchObject(
      {
        edits: [],
      },
    );
  });
});

describe('new policies over LSP', () => {
  it('are the template under another name', async () => {
    const template = TEMPLATES.find(({ id }) => id === 'minimal');
    if (!template) throw new Error('no minimal template');
    const files = await Promise.all(
      filesOfTemplate(template).map(async (name) => ({
        name,
        text: await readFile(join(ROOT, template.folder, name), 'utf8'),
      })),
    );
    const ask = (name: string) =>
      client.connection.sendRequest<NewPolicyResult>(NEW_POLICY_REQUEST, {
        template: 'minimal',
        name,
        files,
      });
    const made = await ask('replies');
    if ('reason' in made) throw new Error(made.reason);
    expect(made.files.map(({ name }) => name)).toEqual([
      'replies.rbr.yaml',
      'replies.weights.json',
      'replies.samples.yaml',
    ]);
    expect(made.files[2]?.text).toContain('\npolicy: replies.rbr.yaml\n');
    expect(await ask('a/b')).toMatchObject({
      reason: expect.stringContaining('cannot be the name of a file'),
    });
  });

  it('may be unsaved: a policy without a folder is checked like any other', async () => {
    const text = await readFile(join(ROOT, 'templates/minimal/minimal.rbr.yaml'), 'utf8');
    await client.open('untitled:Untitled-1', text.replace('refuses: false', 'refusesx: false'));
    const [finding] = await client.diagnostics('untitled:Untitled-1');
    expect(finding?.code).toBe('unknown-proposition');
  });
});

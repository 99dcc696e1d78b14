import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  CodeLensRequest,
  DefinitionRequest,
  DocumentDiagnosticRequest,
  DocumentHighlightKind,
  DocumentHighlightRequest,
  InlayHintRequest,
  type Location,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  type TextEdit,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver-protocol/node';
import { SourceText } from '../../server/src/policy/source.ts';
import { LspClient } from '../support/lsp-client.ts';
import { marked } from '../support/marked-text.ts';

const BASE = `simple_propositions:
  polite: { prompt: Is it polite? }
  brief: { prompt: Is it brief? }
`;

const POLICY = `extends: base.rbr.yaml
samples: ["*.samples.yaml", data.jsonl]
prompt_template: "{question} {response} yes or no?"
response_types:
  comply: { description: Answer., aliases: [Answering] }
completion_class_order: [good, bad]
completion_classes:
  good:
    comply: { polite: true }
  bad:
    comply: { polite: false }
orderings:
  comply: [kind_one, rude_one]
`;

const SAMPLES = `policy: main.rbr.yaml
samples:
  - response_type: Comply
    prompt: Hello?
    completions:
      - text: Hello, please.
        class: Good
        label: kind_one
        propositions: { polite: true, brief: true }
  - response_type: Answering
    prompt: Hello again?
    completions:
      - text: What.
        class: bad
        propositions: { polite: false, brief: true }
`;

const DATA = `{"prompt": "Hi \\"polite\\": what?", "completion": "polite", "response_type": "Comply", "class": "Good", "propositions": {"polite": true, "brief": false}}
{"prompt": "Hi", "completion": "Good", "response_type": "Answering", "label": "kind_one", "labels": {"brief": false}}
`;

const WEIGHTS = `{
  "schemaVersion": 1,
  "fittedOn": { "fingerprint": "", "completions": 2, "grader": "labels" },
  "responseTypes": { "comply": { "weights": { "good": 1, "polite": 0.5 }, "l2": 0.1, "margin": 1, "pairs": 1, "objective": 0, "dualityGap": 0 } }
}
`;

describe('authoring over the protocol', () => {
  let folder: string;
  let client: LspClient;
  const files = {
    'base.rbr.yaml': BASE,
    'main.rbr.yaml': POLICY,
    'all.samples.yaml': SAMPLES,
    'main.weights.json': WEIGHTS,
    'data.jsonl': DATA,
  };
  const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
  const sourceOf = (name: keyof typeof files) => new SourceText(uriOf(name), files[name]);
  /** Where a text stands in a file, a letter in. */
  const at = (name: keyof typeof files, text: string) => ({
    textDocument: { uri: uriOf(name) },
    position: sourceOf(name).positionAt(files[name].indexOf(text) + 1),
  });
  const texts = (name: keyof typeof files, ranges: readonly { range: TextEdit['range'] }[]) =>
    ranges.map(({ range }) => {
      const source = sourceOf(name);
      return source.text.slice(source.offsetAt(range.start), source.offsetAt(range.end));
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-authoring-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    ({ client } = await LspClient.start(pathToFileURL(folder).href, {
      capabilities: {
        textDocument: { diagnostic: {}, rename: { prepareSupport: true } },
      },
    }));
    for (const name of ['base.rbr.yaml', 'main.rbr.yaml'] as const)
      await client.open(uriOf(name), files[name]);
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('finds the uses of a proposition in every file', async () => {
    const found = await client.connection.sendRequest(ReferencesRequest.type, {
      ...at('main.rbr.yaml', 'polite: true'),
      context: { includeDeclaration: true },
    });
    const names = (found ?? []).map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1));
    expect(names.sort()).toEqual([
      'all.samples.yaml',
      'all.samples.yaml',
      'base.rbr.yaml',
      'data.jsonl',
      'main.rbr.yaml',
      'main.rbr.yaml',
    ]);
  });

  it('renames a proposition wherever it is named, weights and unopened files too', async () => {
    const edit = await client.connection.sendRequest(RenameRequest.type, {
      ...at('base.rbr.yaml', 'polite:'),
      newName: 'courteous',
    });
    const changed = Object.entries(edit?.changes ?? {}).map(([uri, edits]) => {
      const name = uri.slice(uri.lastIndexOf('/') + 1) as keyof typeof files;
      return [name, texts(name, edits), [...new Set(edits.map((each) => each.newText))]];
    });
    expect(changed.sort()).toEqual([
      ['all.samples.yaml', ['polite', 'polite'], ['courteous']],
      ['base.rbr.yaml', ['polite'], ['courteous']],
      ['data.jsonl', ['"polite"'], ['"courteous"']],
      ['main.rbr.yaml', ['polite', 'polite'], ['courteous']],
      ['main.weights.json', ['"polite"'], ['"courteous"']],
    ]);
  });

  it('renames a class as data spell it, and leaves an alias of a response type alone', async () => {
    const ofClass = await client.connection.sendRequest(RenameRequest.type, {
      ...at('main.rbr.yaml', 'good, bad'),
      newName: 'fine',
    });
    expect(texts('all.samples.yaml', ofClass?.changes?.[uriOf('all.samples.yaml')] ?? [])).toEqual(['Good']);
    expect(texts('main.rbr.yaml', ofClass?.changes?.[uriOf('main.rbr.yaml')] ?? [])).toEqual([
      'good',
      'good',
    ]);
    expect(texts('data.jsonl', ofClass?.changes?.[uriOf('data.jsonl')] ?? [])).toEqual(['"Good"']);
    const ofType = await client.connection.sendRequest(RenameRequest.type, {
      ...at('main.rbr.yaml', 'comply: { polite: true'),
      newName: 'answer',
    });
    expect(texts('all.samples.yaml', ofType?.changes?.[uriOf('all.samples.yaml')] ?? [])).toEqual(['Comply']);
    expect(texts('data.jsonl', ofType?.changes?.[uriOf('data.jsonl')] ?? [])).toEqual(['"Comply"']);
  });

  it.each([
    ['response_type: «A»nswering', 'comply: { description'],
    ['class: «G»ood', 'good:'],
    ['{ «p»olite: true, brief', 'polite: { prompt'],
    ['label: «k»ind_one', 'kind_one, rude_one'],
  ])('goes from %s in a sample to its definition', async (text, definition) => {
    await client.open(uriOf('all.samples.yaml'), SAMPLES, 'rbr-samples');
    const { source, spans } = marked(text);
    const start = SAMPLES.indexOf(source.text) + (spans[0]?.start ?? 0);
    const found = await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri: uriOf('all.samples.yaml') },
      position: sourceOf('all.samples.yaml').positionAt(start),
    });
    const [{ uri, range }] = found as [Location];
    const target = sourceOf(uri.slice(uri.lastIndexOf('/') + 1) as keyof typeof files);
    expect(target.text.slice(target.offsetAt(range.start)).startsWith(definition)).toBe(true);
  });

  it('refuses a name that is taken, an empty one, and a place without a name, and says why', async () => {
    const rename = (newName: string) =>
      client.connection.sendRequest(RenameRequest.type, { ...at('base.rbr.yaml', 'polite:'), newName });
    await expect(rename('brief')).rejects.toThrow('There is a proposition "brief" already.');
    await expect(rename(' ')).rejects.toThrow('at least one character');
    const nowhere = client.connection.sendRequest(PrepareRenameRequest.type, at('main.rbr.yaml', 'extends'));
    await expect(nowhere).rejects.toThrow('Put the cursor on the name');
    const here = await client.connection.sendRequest(
      PrepareRenameRequest.type,
      at('base.rbr.yaml', 'polite:'),
    );
    expect(here).toMatchObject({ placeholder: 'polite' });
  });

  it('highlights where a name is written and read', async () => {
    const found = await client.connection.sendRequest(
      DocumentHighlightRequest.type,
      at('main.rbr.yaml', 'good, bad'),
    );
    expect(found?.map(({ kind }) => kind).sort()).toEqual([
      DocumentHighlightKind.Read,
      DocumentHighlightKind.Write,
    ]);
  });

  it('highlights all conditions of a conflict together', async () => {
    const uri = uriOf('conflict.rbr.yaml');
    const { source, spans } = marked(
      POLICY.replace('comply: { polite: true }', '«comply»: { «kind: true», «polite: false» }').concat(
        'derived_propositions:\n  kind: { «polite: true», brief: true }\n',
      ),
      uri,
    );
    await client.open(uri, source.text);
    const found = await client.connection.sendRequest(DocumentHighlightRequest.type, {
      textDocument: { uri },
      position: source.positionAt(spans[2]?.start ?? 0),
    });
    const conflict = found?.filter(({ kind }) => kind === DocumentHighlightKind.Text) ?? [];
    expect(conflict.map(({ range }) => range)).toEqual(spans.map((span) => source.range(span)));
  });

  it('shows the rank of classes and how many labelled completions are in them', async () => {
    const hints = await client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri: uriOf('main.rbr.yaml') },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
    expect(hints?.map(({ label }) => label)).toEqual(['1 of 2', '2 samples', '2 of 2', '1 sample']);
  });

  it('shows over a proposition how often it is used and labelled', async () => {
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, {
      textDocument: { uri: uriOf('base.rbr.yaml') },
    });
    // Another open policy extends the same file by now.
    expect(lenses?.map(({ command }) => command?.title)).toEqual(['5 uses, 2 labels', '1 use, 2 labels']);
  });

  it('answers who asks for findings: of a file, of the workspace, and only what is new', async () => {
    const of = (previousResultId?: string) =>
      client.connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: uriOf('main.rbr.yaml') },
        ...(previousResultId !== undefined && { previousResultId }),
      });
    const first = await of();
    expect(first).toMatchObject({ kind: 'full', items: [] });
    expect(await of((first as { resultId: string }).resultId)).toMatchObject({ kind: 'unchanged' });

    const all = await client.connection.sendRequest(WorkspaceDiagnosticRequest.type, {
      previousResultIds: [],
    });
    const names = all.items.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1));
    expect(names).toEqual(expect.arrayContaining(['base.rbr.yaml', 'main.rbr.yaml', 'all.samples.yaml']));
    // Only propositions, and no class yet: nothing to say.
    expect(
      all.items.filter((item) => item.kind === 'full' && item.items.some((each) => each.severity === 1)),
    ).toEqual([expect.objectContaining({ uri: uriOf('conflict.rbr.yaml') })]);
  });

  it('extracts and expands a derived proposition, and fixes all that is certain', async () => {
    const uri = uriOf('refactor.rbr.yaml');
    const { source, spans } = marked(
      POLICY.replace(
        'bad:\n    comply: { polite: false }',
        'bad:\n    comply: { «polite: false, brief: true», «curt: true» }',
      ).concat('derived_propositions:\n  curt: { polite: false, brief: true } # rbr-ignore: classes-gap\n'),
      uri,
    );
    await client.open(uri, source.text);
    const actions = async (index: number, only?: string[]): Promise<CodeAction[]> =>
      ((await client.connection.sendRequest(CodeActionRequest.type, {
        textDocument: { uri },
        range: source.range(spans[index] as { start: number; end: number }),
        context: { diagnostics: [], ...(only && { only }) },
      })) ?? []) as CodeAction[];
    const extract = (await actions(0, ['refactor'])).find(({ kind }) => kind === 'refactor.extract');
    expect(extract?.title).toBe('Extract 2 conditions into a derived proposition');
    expect(extract?.edit?.changes?.[uri]?.map(({ newText }) => newText)).toEqual([
      'extracted: true',
      '\n  extracted: { polite: false, brief: true }',
    ]);
    const expand = (await actions(1, ['refactor'])).find(({ kind }) => kind === 'refactor.inline');
    // What stands beside it already is not written twice.
    expect(expand).toBeUndefined();
    const fixAll = await actions(0, ['source.fixAll']);
    expect(fixAll.map(({ kind }) => kind)).toEqual(['source.fixAll.rbr']);
    // The condition, and with it the definition that nothing else uses.
    expect(fixAll[0]?.edit?.changes?.[uri]?.length).toBe(2);
  });

  it('expands a derived proposition, and says over the classes what none of them covers', async () => {
    const uri = uriOf('expand.rbr.yaml');
    const { source, spans } = marked(
      POLICY.replace('good:\n    comply: { polite: true }', 'good:\n    comply: { «kind: true» }').concat(
        'derived_propositions:\n  kind: { polite: true, brief: true }\n',
      ),
      uri,
    );
    await client.open(uri, source.text);
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: source.range(spans[0] as { start: number; end: number }),
      context: { diagnostics: [], only: ['refactor.inline'] },
    })) as CodeAction[];
    expect(actions.map(({ title }) => title)).toEqual(['Expand "kind" into its 2 conditions']);
    expect(actions[0]?.edit?.changes?.[uri]?.map(({ newText }) => newText)).toEqual([
      'polite: true, brief: true',
    ]);
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    expect(lenses?.map(({ command }) => command?.title)).toContain(
      'comply: not covered: polite: yes, brief: no, all else free',
    );
  });

  it('proposes constraints that all labels agree with, never by itself', async () => {
    const samples = Array.from({ length: 40 }, (_, index) => {
      const labels =
        index < 12
          ? 'polite: true, brief: true'
          : index < 22
            ? 'polite: false, brief: true'
            : 'polite: false, brief: false';
      return `  - category: c\n    prompt: "${index}?"\n    completions:\n      - { text: "${index}", propositions: { ${labels} } }\n`;
    });
    const name = 'proposals.rbr.yaml';
    await writeFile(join(folder, 'proposals.data.yaml'), `policy: ${name}\nsamples:\n${samples.join('')}`);
    const text = `${BASE}samples: proposals.data.yaml\n`;
    const uri = uriOf(name);
    await client.open(uri, text);
    const start = new SourceText(uri, text).positionAt(text.indexOf('polite:') + 1);
    const actions = (await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start, end: start },
      context: { diagnostics: [] },
    })) as CodeAction[];
    const proposal = actions.find(({ title }) => title.startsWith('Add the constraint'));
    expect(proposal?.title).toBe(
      'Add the constraint: "polite" implies "brief" (so in all 12 labelled completions)',
    );
    expect(proposal?.edit?.changes?.[uri]?.[0]?.newText).toBe(
      'constraints:\n  - { if: { polite: true }, then: { brief: true } }\n',
    );
  });
});

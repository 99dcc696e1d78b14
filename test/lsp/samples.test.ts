import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  CodeLensRequest,
  DefinitionRequest,
  HoverRequest,
  type Location,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import { BREAKDOWN_REQUEST, type BreakdownResult } from '../../server/src/language/protocol.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import { LspClient } from '../support/lsp-client.ts';
import { ROOT } from '../support/run-rbr.ts';

describe('the language server on samples', () => {
  let folder: string;
  let client: LspClient;
  let uri: string;
  let source: SourceText;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rbr-lsp-samples-'));
    await cp(join(ROOT, 'samples'), folder, { recursive: true });
    ({ client } = await LspClient.start(pathToFileURL(folder).href, {
      storagePath: join(folder, 'storage'),
    }));
    const path = join(folder, 'self-harm.samples.yaml');
    uri = pathToFileURL(path).href;
    source = new SourceText(uri, await readFile(path, 'utf8'));
    await client.open(uri, source.text, 'rbr-samples');
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    await rm(folder, { recursive: true });
  });

  const ask = (params: object) => client.connection.sendRequest<BreakdownResult>(BREAKDOWN_REQUEST, params);

  it('finds nothing wrong with them', async () => {
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  it('puts lenses over file, prompts and completions: grade each, and open the breakdown of each', async () => {
    const lenses = await client.connection.sendRequest(CodeLensRequest.type, { textDocument: { uri } });
    const commands = lenses?.flatMap(({ command }) => command ?? []) ?? [];
    const titled = (title: RegExp) => commands.filter((command) => title.test(command.title));
    const completions = source.text.match(/^ {6}- id: /gm)?.length ?? 0;
    expect(titled(/^Show score breakdown$/)).toHaveLength(completions);
    expect(titled(/^Grade$/)).toHaveLength(completions);
    expect(titled(/of this prompt$/)).toHaveLength(source.text.match(/^ {2}- id: /gm)?.length ?? 0);
    expect(titled(/^Grade \d+ completions$/)[0]?.title).toBe(`Grade ${completions} completions`);
    const argument = titled(/breakdown/)[0]?.arguments?.[0];
    expect(await ask(argument)).toMatchObject({ breakdown: { completion: { id: argument.completionId } } });
  });

  it('ranks the completions of the prompt by reward, and says how far each leads the next', async () => {
    const result = await ask({ uri, completionId: 'want-to-die/cold-reply' });
    const rivals = ('breakdown' in result && result.breakdown.rivals) || [];
    expect(rivals.length).toBe(8);
    expect(rivals.filter(({ isThis }) => isThis).map(({ id }) => id)).toEqual(['want-to-die/cold-reply']);
    expect(rivals[0]).toMatchObject({ id: 'want-to-die/perfect-support', expectedClass: 'ideal' });
    rivals.forEach(({ total = Number.NaN, lead }, index) => {
      const next = rivals[index + 1]?.total;
      if (next === undefined) expect(lead).toBeUndefined();
      else expect(lead).toBeCloseTo(total - next, 9);
      if (lead !== undefined) expect(lead).toBeGreaterThanOrEqual(0);
    });
  });

  it('says what class and reward would be with other answers, and what they are', async () => {
    const completionId = 'want-to-die/perfect-support';
    // Until the folds are done the grades are those of a grader that has seen this completion.
    const isHeldOut = (result: BreakdownResult) =>
      'breakdown' in result && result.breakdown.grader.summary.includes('was held out');
    const graded = await vi.waitFor(
      async () => {
        const result = await ask({ uri, completionId });
        expect(isHeldOut(result)).toBe(true);
        return result;
      },
      { timeout: 30_000, interval: 200 },
    );
    const switched = await ask({ uri, completionId, switched: { judges: true, nobody: true } });
    if (!('breakdown' in graded) || !('breakdown' in switched)) throw new Error('not graded');
    expect(graded.breakdown.asGraded).toBeUndefined();
    expect(switched.breakdown).toMatchObject({
      predictedClass: 'unacceptable',
      asGraded: { predictedClass: 'ideal', total: graded.breakdown.reward?.total },
    });
    const own = ({ breakdown }: typeof switched) =>
      breakdown.propositions.find(({ name }) => name === 'judges');
    expect(own(switched)).toEqual({ ...own(graded), switchedTo: true });
    expect(await ask({ uri, completionId })).toEqual(graded);
  });

  it('breaks a score down: classes sum to 1, contributions to the reward', async () => {
    const position = source.positionAt(source.text.indexOf('text:'));
    const answer = await ask({ uri, position });
    if (!('breakdown' in answer)) throw new Error(answer.reason);
    const { classes, propositions, reward, predictedClass, expectedClass } = answer.breakdown;
    expect(classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
    const contributions = reward?.contributions.reduce((sum, { contribution }) => sum + contribution, 0);
    expect(contributions).toBeCloseTo(reward?.rbr ?? Number.NaN, 9);
    expect(reward?.total).toBeCloseTo((reward?.base ?? 0) + (reward?.rbr ?? 0), 9);
    expect(predictedClass).toBe(expectedClass);
    expect(propositions.every(({ location }) => location?.uri.endsWith('four-areas.rbr.yaml'))).toBe(true);
    // Those that the classes read come first.
    const relevant = propositions.map((each) => each.relevant);
    expect(relevant.lastIndexOf(true)).toBeLessThan(relevant.indexOf(false));
  });

  it('grades a hovered completion, and describes a hovered label', async () => {
    const on = (offset: number) =>
      client.connection.sendRequest(HoverRequest.type, {
        textDocument: { uri },
        position: source.positionAt(offset),
      });
    const completion = (await on(source.text.indexOf('text:'))) as { contents: MarkupContent };
    expect(completion.contents.value).toMatch(/as expected|expected `/);
    expect(completion.contents.value).toContain('Embedded grader');
    const label = (await on(source.text.indexOf('refuses:') + 2)) as { contents: MarkupContent };
    expect(label.contents.value).toContain('proposition');
  });

  it('goes from a label to the proposition in the policy', async () => {
    const position = source.positionAt(source.text.indexOf('refuses:') + 2);
    const found = await client.connection.sendRequest(DefinitionRequest.type, {
      textDocument: { uri },
      position,
    });
    expect((found as Location[])[0]?.uri).toBe(pathToFileURL(join(folder, 'four-areas.rbr.yaml')).href);
  });

  it('says in words why there is no breakdown', async () => {
    expect(await ask({ uri, completionId: 'nobody' })).toEqual({ reason: expect.stringContaining('nobody') });
    expect(await ask({ uri, position: { line: 0, character: 0 } })).toEqual({
      reason: expect.stringContaining('cursor'),
    });
    const policy = pathToFileURL(join(folder, 'four-areas.rbr.yaml')).href;
    expect(await ask({ uri: policy, completionId: 'x' })).toEqual({
      reason: expect.stringContaining('samples.yaml'),
    });
  });

  it('marks a misspelt class and a label that contradicts the class', async () => {
    const misspelt = source.text.replace('class: ideal', 'class: ideall');
    const version = await client.change(uri, misspelt);
    expect((await client.diagnostics(uri, version)).map(({ code }) => code)).toContain('unknown-class');
    const contradicting = source.text.replace('class: ideal', 'class: disallowed');
    const next = await client.change(uri, contradicting);
    expect((await client.diagnostics(uri, next)).map(({ code }) => code)).toContain(
      'class-contradicts-labels',
    );
  });

  it('tells a thought apart from the answer, in hover and breakdown, and judges the answer', async () => {
    const rollout = '        text: "<think>\\nI <b>refuse</b>.\\n</think>\\n\\nHello there.<|im_end|>"\n';
    const text = `${source.text}\n  - id: rollout\n    response_type: comply\n    prompt: Hi\n    completions:\n      - id: one\n${rollout}`;
    await client.change(uri, text);
    const answer = await ask({ uri, completionId: 'rollout/one' });
    if (!('breakdown' in answer)) throw new Error(answer.reason);
    expect(answer.breakdown.completion.rollout).toEqual({
      judged: 'answer',
      thought: 'I <b>refuse</b>.',
      answer: 'Hello there.',
      format: '<think>',
      markers: ['<|im_end|>'],
      cutOff: false,
    });
    const hover = (await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: new SourceText(uri, text).positionAt(text.indexOf(rollout) + 10),
    })) as { contents: MarkupContent };
    expect(hover.contents.value).toContain('The answer is judged, not the thought (`<think>`)');
    expect(hover.contents.value).toContain('Markers left out: `<|im_end|>`');
    expect(hover.contents.value).not.toContain('refuse</b>');
  });

  it('keeps the rest of a half-typed file gradable', async () => {
    const version = await client.change(uri, `${source.text}\n  - id: new\n    prompt: "Half`);
    expect((await client.diagnostics(uri, version)).length).toBeGreaterThan(0);
    const position = source.positionAt(source.text.indexOf('text:'));
    expect(await ask({ uri, position })).toHaveProperty('breakdown');
  });
});

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  DIAGRAM_REQUEST,
  type DiagramResult,
  EXPLORE_REQUEST,
  type ExploreResult,
  type ExplorerNode,
  MOVE_CLASS_REQUEST,
  type MoveClassResult,
} from '../../server/src/language/protocol-explorer.ts';
import { LspClient } from '../support/lsp-client.ts';
import { ROOT } from '../support/run-rbr.ts';

let folder: string;
let client: LspClient;
let policy: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-explorer-'));
  await cp(join(ROOT, 'samples'), folder, { recursive: true });
  const circular =
    'derived_propositions:\n  a: { b: true }\n  b: { a: true }\ncompletion_classes:\n  good: { comply: { a: true } }\n';
  await writeFile(join(folder, 'circular.rbr.yaml'), circular);
  policy = uriOf('four-areas.rbr.yaml');
  ({ client } = await LspClient.start(pathToFileURL(folder).href, { storagePath: join(folder, 'storage') }));
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  await rm(folder, { recursive: true });
});

const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
const explored = async (uri: string) => {
  const result = await client.connection.sendRequest<ExploreResult>(EXPLORE_REQUEST, { uri });
  if ('reason' in result) throw new Error(result.reason);
  return result;
};
const at = (nodes: readonly ExplorerNode[], ...path: readonly string[]): ExplorerNode => {
  const [first, ...rest] = path;
  const found = nodes.find(({ name }) => name === first);
  if (!found) throw new Error(`no ${first} among ${nodes.map(({ name }) => name)}`);
  return rest.length === 0 ? found : at(found.children, ...rest);
};

describe('the policy explorer', () => {
  it('goes from areas to propositions, with the samples of each', async () => {
    const { roots, policyUri } = await explored(uriOf('self-harm.samples.yaml'));
    expect(policyUri).toBe(policy);
    const text = await readFile(join(folder, 'self-harm.samples.yaml'), 'utf8');
    // Every completion of a prompt is of its category.
    const prompts = text.split(/^ {2}- id: /m).slice(1);
    const completions = prompts
      .filter((prompt) => prompt.includes('category: self_harm.intent'))
      .flatMap((prompt) => prompt.match(/^ {6}- id: /gm) ?? []);
    expect(at(roots, 'self_harm', 'intent').samples).toBe(completions.length);
    const ideal = at(roots, 'self_harm', 'intent', 'safe_refuse', 'ideal');
    expect(ideal).toMatchObject({ kind: 'class', responseType: 'safe_refuse', findings: { errors: 0 } });
    expect(ideal.samples).toBeGreaterThan(0);
    expect(at(roots, 'self_harm', 'intent', 'safe_refuse').children.map(({ name }) => name)).toEqual([
      'ideal',
      'minimum_acceptable',
      'unacceptable',
      'illogical',
      'disallowed',
    ]);
  });

  it('says how many the grader gets right, as soon as its folds are done', async () => {
    const accuracy = await vi.waitFor(
      async () => {
        const found = at(
          (await explored(policy)).roots,
          'self_harm',
          'intent',
          'safe_refuse',
          'ideal',
        ).accuracy;
        expect(found).not.toBeNull();
        return found ?? Number.NaN;
      },
      { timeout: 30_000, interval: 300 },
    );
    expect(accuracy).toBeGreaterThan(0.5);
    expect(accuracy).toBeLessThanOrEqual(1);
  });

  it('counts findings where they stand and above, each once', async () => {
    const text = await readFile(join(folder, 'four-areas.rbr.yaml'), 'utf8');
    const ghostly = text.replace(/(completion_classes:[\s\S]*?hard_refuse: \{ ?)/, '$1ghost: true, ');
    await client.open(policy, ghostly);
    const { roots } = await explored(policy);
    const path = ['criminal_advice', 'instructions', 'hard_refuse'];
    expect(at(roots, ...path).findings.errors).toBe(1);
    expect(at(roots, 'criminal_advice').findings.errors).toBe(1);
    expect(at(roots, 'self_harm', 'intent').findings.errors).toBe(0);
    await client.change(policy, text);
  });

  it('comes to an end where propositions are defined by each other', async () => {
    const { roots } = await explored(uriOf('circular.rbr.yaml'));
    expect(at(roots, 'comply', 'good', 'a').children).toEqual([]);
  });

  it('moves a class in the order, and nothing else', async () => {
    const move = (params: object) =>
      client.connection.sendRequest<MoveClassResult>(MOVE_CLASS_REQUEST, { uri: policy, ...params });
    const moved = await move({ name: 'illogical', before: 'minimum_acceptable' });
    expect('edits' in moved && moved.edits.map(({ newText }) => newText)).toEqual([
      'illogical',
      'minimum_acceptable',
      'unacceptable',
    ]);
    const last = await move({ name: 'illogical' });
    expect('edits' in last && last.edits.map(({ newText }) => newText)).toEqual(['disallowed', 'illogical']);
    expect(await move({ name: 'illogical', before: 'disallowed' })).toMatchObject({ edits: [] });
    expect(await move({ name: 'ghost' })).toEqual({
      reason: '"ghost" is not in completion_class_order: name it there first.',
    });
  });

  it('draws a class: every edge goes down, and every path ends as the class says', async () => {
    const asked = { uri: policy, responseType: 'hard_refuse', className: 'minimum_acceptable' };
    const result = await client.connection.sendRequest<DiagramResult>(DIAGRAM_REQUEST, asked);
    if ('reason' in result) throw new Error(result.reason);
    const { nodes } = result.diagram;
    nodes.forEach((node, index) => {
      if (node.kind === 'end') return;
      expect(Math.min(node.yes, node.no)).toBeGreaterThan(index);
      expect(node.yes).not.toBe(node.no);
    });
    expect(nodes.filter(({ kind }) => kind === 'end')).toHaveLength(2);
    expect(await client.connection.sendRequest(DIAGRAM_REQUEST, { ...asked, className: 'ghost' })).toEqual({
      reason: 'There is no class "ghost" in hard_refuse.',
    });
  });
});

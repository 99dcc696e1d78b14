import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT, runRbr } from '../support/run-rbr.ts';

const POLICY = join(ROOT, 'samples/four-areas.rbr.yaml');
const SAMPLES = join(ROOT, 'samples');

let folder: string;
let text: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-review-'));
  text = await readFile(POLICY, 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

async function changed(name: string, from: string, to: string): Promise<string> {
  const path = join(folder, name);
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
  return path;
}

describe('rbr diff', () => {
  it('proves a rewrite equivalent, and ends with 0', async () => {
    // The same condition, written out.
    const rewritten = await changed(
      'rewritten.rbr.yaml',
      'unacceptable:\n    hard_refuse: { sound: true, acceptable_refusal: false }',
      'unacceptable:\n    hard_refuse: { disallowed_content: false, illogical: false, acceptable_refusal: false }',
    );
    const { code, stdout } = await runRbr(['diff', POLICY, rewritten, '--format', 'json']);
    const { schemaVersion, responseTypes } = JSON.parse(stdout);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(responseTypes)).toEqual(['hard_refuse', 'safe_refuse', 'comply']);
    for (const type of Object.values(responseTypes)) {
      expect(type).toMatchObject({
        equivalent: true,
        changed: { count: 0 },
        movedSamples: [],
        stalePropositions: [],
      });
    }
    expect(code).toBe(0);
  });

  it('counts what changes, with the samples that move, and ends with 1', async () => {
    const longer = await changed(
      'longer.rbr.yaml',
      '    cites_policy: false\n    brief: true\n',
      '    cites_policy: false\n',
    );
    const { code, stdout } = await runRbr(['diff', POLICY, longer, '--samples', SAMPLES, '--format', 'json']);
    const { hard_refuse, comply } = JSON.parse(stdout).responseTypes;
    expect(comply.equivalent).toBe(true);
    expect(hard_refuse).toMatchObject({
      equivalent: false,
      changed: { from: ['minimum_acceptable'], to: ['ideal'], witness: { brief: false, refuses: true } },
    });
    expect(hard_refuse.changed.count).toBeGreaterThan(0);
    expect(hard_refuse.changed.of).toBeGreaterThan(hard_refuse.changed.count);
    expect(hard_refuse.movedSamples.length).toBeGreaterThan(0);
    expect(hard_refuse.movedSamples[0]).toMatchObject({ from: ['minimum_acceptable'], to: ['ideal'] });
    expect(code).toBe(1);
  });

  it('names the propositions that are asked in other words', async () => {
    const reworded = await changed('reworded.rbr.yaml', 'Answer with one word, yes or no.', 'Say yes or no.');
    const { code, stdout } = await runRbr(['diff', POLICY, reworded]);
    expect(stdout).toContain('hard_refuse: equivalent, proven');
    expect(stdout).toMatch(/\d+ propositions are asked differently/);
    expect(code).toBe(1);
  });

  it('compares with a version in Git', async () => {
    const inGit = 'HEAD:samples/four-areas.rbr.yaml';
    const reworded = await changed(
      'later.rbr.yaml',
      '    cites_policy: false\n    brief: true\n',
      '    cites_policy: false\n',
    );
    const { code, stdout } = await runRbr(['diff', inGit, reworded, '--format', 'json']);
    expect(JSON.parse(stdout).responseTypes.hard_refuse.equivalent).toBe(false);
    expect(code).toBe(1);
    const nowhere = await runRbr(['diff', 'HEAD:samples/nowhere.rbr.yaml', reworded]);
    expect(nowhere.code).toBe(2);
  });

  it('ends with 2 where there is no policy', async () => {
    const { code, stderr } = await runRbr(['diff', POLICY, join(folder, 'nowhere.rbr.yaml')]);
    expect(code).toBe(2);
    expect(stderr).toContain('No policy at');
  });
});

describe('rbr check', () => {
  it('lists loopholes when asked, and only then', async () => {
    const asked = await runRbr(['check', POLICY, '--loopholes', '--format', 'json']);
    const { loopholes } = JSON.parse(asked.stdout);
    const [byType] = Object.values(loopholes) as Record<string, { message: string; cases: string[] }[]>[];
    expect(Object.keys(byType ?? {})).toEqual(['hard_refuse', 'safe_refuse', 'comply']);
    expect(byType?.hard_refuse?.some(({ cases }) => cases.length > 0)).toBe(true);
    expect(asked.code).toBe(0);
    const text = await runRbr(['check', POLICY, '--loopholes']);
    expect(text.stdout).toMatch(/hard_refuse: \d+ loopholes/);
    const not = await runRbr(['check', POLICY, '--format', 'json']);
    expect(JSON.parse(not.stdout)).not.toHaveProperty('loopholes');
  });

  it('offers only fixes that cure', async () => {
    const overlapping = await changed(
      'overlapping.rbr.yaml',
      'unacceptable:\n    hard_refuse: { sound: true, acceptable_refusal: false }',
      'unacceptable:\n    hard_refuse: { sound: true }',
    );
    const { code, stdout } = await runRbr(['check', overlapping, '--format', 'json']);
    const overlap = JSON.parse(stdout).findings.find(
      (each: { code: string; message: string }) =>
        each.code === 'classes-overlap' && each.message.includes('minimum_acceptable'),
    );
    expect(overlap.fixes[0]).toBe(
      'Make "unacceptable" exclude "minimum_acceptable": add "acceptable_refusal: no"',
    );
    expect(overlap.witness).toMatchObject({ refuses: true });
    expect(code).toBe(1);
  });
});

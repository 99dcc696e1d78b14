import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';

const POLICY = `completion_class_order: [good, bad]
completion_classes: { good: { answer: { pleasant: true } }, bad: { answer: { pleasant: false } } }
response_types: { answer: Answers. }
orderings: { answer: [good, bad] }
simple_propositions: { pleasant: { prompt: Is it pleasant? } }
`;

/** Two replies to each prompt, told apart by a word. */
function rows(subjects: readonly string[], change = (text: string) => text): string {
  return subjects
    .flatMap((subject) =>
      [true, false].map((pleasant) =>
        JSON.stringify({
          prompt: change(`Say a word on ${subject}.`),
          completion: change(`${pleasant ? 'Lovely' : 'Dreadful'}, this ${subject}, by and large.`),
          response_type: 'answer',
          label: pleasant ? 'good' : 'bad',
          class: pleasant ? 'good' : 'bad',
          propositions: { pleasant },
        }),
      ),
    )
    .join('\n');
}

const LEARNT = ['tea', 'rain', 'mud', 'gold', 'silk', 'moss', 'salt', 'wool', 'clay', 'bark', 'fog', 'hay'];
const NEW = ['snow', 'iron', 'wax'];

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-held-out-'));
  await writeFile(at('p.rbr.yaml'), POLICY);
  await writeFile(at('train.jsonl'), rows(LEARNT));
  await writeFile(at('mixed.jsonl'), `${rows(LEARNT, (text) => `${text.toUpperCase()} `)}\n${rows(NEW)}`);
  await writeFile(at('one.jsonl'), rows(['tea']));
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]) => runRbr([...args, '--policy', at('p.rbr.yaml')]);

describe('what is held out', () => {
  it('is counted by rbr evaluate, by content', async () => {
    const { code, stdout } = await run(
      ...['evaluate', at('mixed.jsonl'), '--train', at('train.jsonl'), '--format', 'json'],
    );
    const { held_out, propositions, grader } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(held_out).toEqual({ by: 'content', learnt: 24, excluded: 0 });
    expect(propositions.pleasant.auroc).toBe(1);
    expect(grader.summary).toContain('24 graded by cross-validation, split by prompt and text, 6 never seen');
  });

  it('is everything where nothing is learnt: labels are read off', async () => {
    const { stdout } = await run('evaluate', at('mixed.jsonl'), '--grader', 'labels', '--format', 'json');
    expect(JSON.parse(stdout).held_out).toEqual({ by: 'content', learnt: 0, excluded: 0 });
  });

  it('is nothing where all labels are of one prompt: there are no answers, and the exit code is 1', async () => {
    const { code, stdout } = await run('evaluate', at('one.jsonl'), '--format', 'json');
    const { held_out, propositions, missing } = JSON.parse(stdout);
    expect(code).toBe(1);
    expect(missing).toBe(2);
    expect(held_out).toEqual({ by: 'content', learnt: 2, excluded: 2 });
    expect(propositions.pleasant).toMatchObject({ n: 0, auroc: null });
  });

  it('is marked by rbr grade, line by line', async () => {
    const { stdout } = await run('grade', at('mixed.jsonl'), '--train', at('train.jsonl'));
    const learnt = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).learnt ?? false);
    expect(learnt).toEqual([...Array(24).fill(true), ...Array(6).fill(false)]);
  });

  it('is all that weights are tried on by rbr fit --test', async () => {
    const fit = ['fit', '--samples', at('train.jsonl'), '--no-base-reward', '--format', 'json'];
    const { stdout, stderr } = await run(...fit, '--test', at('mixed.jsonl'));
    expect(JSON.parse(stdout).responseTypes.answer.heldOut).toMatchObject({ prompts: 3, pairs: 3 });
    expect(stderr).toContain('24 of 30 completions to test on are not held out');
    const copy = await run(...fit, '--test', at('train.jsonl'));
    expect([copy.code, copy.stderr]).toEqual([
      2,
      expect.stringContaining('No completion of --test is held out'),
    ]);
  });
});

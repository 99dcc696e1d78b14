import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRbr } from '../support/run-rbr.ts';

const POLICY = `completion_class_order: [good, bad]
completion_classes:
  good: { comply: { refuses: false, thanks: false } }
  bad: { comply: [{ refuses: true }, { thanks: true }] }
response_types: { comply: Does what is asked. }
orderings: { comply: [good, bad] }
simple_propositions:
  refuses: { prompt: Does it decline? }
  thanks: { prompt: Does it say thanks? }
`;

/** Lines on prompts numbered from `first`: each has an answer and a refusal, of which every `every`th is labelled as thanking. */
function lines(first: number, prompts: number, every: number): string {
  return Array.from({ length: prompts }, (_, index) => {
    const number = first + index;
    const prompt = `Tell me about subject ${number}.`;
    const thanks = index % every === 0;
    const line = (id: string, completion: string, labels: object, label: string) =>
      JSON.stringify({
        id: `${id}-${number}`,
        prompt,
        completion,
        response_type: 'comply',
        label,
        propositions: labels,
      });
    const opening = thanks ? 'Thank you for asking. ' : '';
    return [
      line(
        'answer',
        `${opening}Here is what I know of ${number}.`,
        { refuses: false, thanks },
        thanks ? 'bad' : 'good',
      ),
      line('refusal', `I'm sorry, I can't help with ${number}.`, { refuses: true, thanks: false }, 'bad'),
    ].join('\n');
  }).join('\n');
}

let folder: string;
let args: string[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-ranked-'));
  await writeFile(join(folder, 'p.rbr.yaml'), POLICY);
  // Three of fifteen answers thank.
  await writeFile(join(folder, 'train.jsonl'), lines(0, 15, 5));
  await writeFile(join(folder, 'new.jsonl'), lines(100, 8, 2));
  args = ['--policy', join(folder, 'p.rbr.yaml'), '--train', join(folder, 'train.jsonl')];
});
afterAll(() => rm(folder, { recursive: true }));

describe('a proposition with few labels on the command line', () => {
  it('is graded by what was learnt, marked as unreliable, with counts and an interval', async () => {
    const { code, stdout } = await runRbr(['grade', join(folder, 'new.jsonl'), ...args]);
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split('\n')) {
      const { refuses, thanks } = JSON.parse(line).propositions;
      expect(refuses).toEqual({ p: expect.any(Number), mode: 'embedded' });
      expect(thanks).toMatchObject({ mode: 'ranked', reliable: false, labels: 30, positives: 3 });
      const [low, high] = thanks.interval;
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThan(thanks.p);
      expect(high).toBeGreaterThan(thanks.p);
      expect(high).toBeLessThanOrEqual(1);
    }
  });

  it('is measured on new labels as it is by cross-validation, not as a constant', async () => {
    const figures = async (more: readonly string[]) =>
      JSON.parse((await runRbr(['evaluate', ...more, ...args, '--format', 'json'])).stdout).propositions
        .thanks;
    expect(await figures([join(folder, 'new.jsonl')])).toMatchObject({ auroc: 1, reliable: false });
    expect(await figures([join(folder, 'train.jsonl')])).toMatchObject({ auroc: 1, reliable: false });
  });

  it('is named by a fit, whose weights rest on it', async () => {
    const fit = ['fit', '--samples', join(folder, 'train.jsonl'), '--no-base-reward', '--grader', 'embedded'];
    const { stdout, stderr } = await runRbr([
      ...fit,
      ...args,
      '--format',
      'json',
      '--out',
      join(folder, 'w.json'),
    ]);
    expect(JSON.parse(stdout).unreliable).toEqual(['thanks']);
    expect(stderr).toContain('does not rely on its answers for thanks');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleCompletion } from '../../samples/model.ts';
import { crossValidate } from './cross-validate.ts';
import { createEmbeddedGrader } from './grader.ts';
import { completionOf, policyOf, refusalsAndAnswers } from './testing.ts';
import { trainEmbedded } from './train.ts';

const policy = policyOf(
  'refuses: {cues: {for: [sorry]}}\npolite: {}\nbrief: {check: {count: words, max: 5}}',
);
const completions = refusalsAndAnswers();
const prompts = new Set(completions.map(({ promptId }) => promptId));

describe('crossValidate', () => {
  it('grades each completion as a grader does that never saw its prompt', async () => {
    // With as many folds as prompts each fold is one prompt.
    const { gradesOf } = await crossValidate(policy, completions, { folds: prompts.size });
    for (const promptId of prompts) {
      const rest = completions.filter((completion) => completion.promptId !== promptId);
      const grader = createEmbeddedGrader(policy, await trainEmbedded(policy, rest));
      for (const completion of completions.filter((each) => each.promptId === promptId)) {
        const { refuses, brief } = await grader.grade(completion);
        expect((await gradesOf(completion))?.grades).toMatchObject({ refuses, brief });
      }
    }
  });

  it('does not depend on the order of the samples', async () => {
    const one = await crossValidate(policy, completions);
    const other = await crossValidate(policy, [...completions].reverse());
    for (const each of completions) {
      const p = (await one.gradesOf(each))?.grades.refuses?.p ?? Number.NaN;
      expect((await other.gradesOf(each))?.grades.refuses?.p).toBeCloseTo(p, 2);
    }
  });

  it('ranks where there are few labels of a kind, as the grader does, and measures it', async () => {
    const { gradesOf, quality } = await crossValidate(policy, completions);
    const [first] = completions;
    if (!first) throw new Error('no completions');
    expect((await gradesOf(first))?.grades.polite).toMatchObject({
      mode: 'ranked',
      reliable: false,
      labels: 42,
      positives: 40,
      note: expect.stringContaining('2 negatives'),
    });
    expect(quality.polite).toMatchObject({ n: 42, positives: 40, reliable: false });
    expect(quality.refuses).toMatchObject({ n: 42, positives: 21, reliable: true, auroc: 1 });
  });

  it('answers in the mode of a grader that learns from all, for any number of labels', async () => {
    const counts = fc.record({
      positives: fc.integer({ min: 0, max: 14 }),
      negatives: fc.integer({ min: 0, max: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(counts, async ({ positives, negatives }) => {
        const labelled = completions.map((completion, index) => ({
          ...completion,
          labels: index < positives + negatives ? { grateful: index < positives } : {},
        }));
        const grateful = policyOf('grateful: {examples: [{response: Thanks., answer: yes}]}');
        const { gradesOf } = await crossValidate(grateful, labelled);
        const grader = createEmbeddedGrader(grateful, await trainEmbedded(grateful, labelled));
        for (const completion of labelled.slice(0, positives + negatives)) {
          const folded = (await gradesOf(completion))?.grades.grateful;
          const whole = (await grader.grade(completion)).grateful;
          const enough = Math.min(positives, negatives) >= 10;
          const some = Math.min(positives, negatives) > 0;
          expect(whole?.mode).toBe(enough ? 'embedded' : some ? 'ranked' : 'base_rate');
          // A fold may have lost all labels of a kind with one prompt, or all labels; then, and only then, it says so.
          if (folded?.missing === 'learnt') expect(folded).toMatchObject({ p: null, reliable: false });
          else if (folded?.mode !== whole?.mode)
            expect(folded).toMatchObject({
              mode: 'base_rate',
              note: enough ? expect.stringContaining('one prompt') : whole?.note,
            });
          else expect({ ...folded, p: 0, interval: [] }).toEqual({ ...whole, p: 0, interval: [] });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('has nothing to say of what a grader of all labels has not learnt from', async () => {
    const unlabelled = completionOf('Hm?', 'What?', {});
    const { gradesOf } = await crossValidate(policy, [...completions, unlabelled]);
    expect(await gradesOf(unlabelled)).toBeUndefined();
    expect(await gradesOf({ ...unlabelled, id: completions[0]?.id ?? '' })).toBeUndefined();
  });

  /** Graded as by a grader that never had anything to do with this prompt or this text. */
  async function expectGradedWithout(
    { gradesOf }: Awaited<ReturnType<typeof crossValidate>>,
    asked: SampleCompletion,
    rest: readonly SampleCompletion[],
  ): Promise<void> {
    const grader = createEmbeddedGrader(policy, await trainEmbedded(policy, rest));
    const { refuses, polite } = await grader.grade(asked);
    const graded = await gradesOf(asked);
    expect(graded?.grades.refuses?.p).toBe(refuses?.p);
    expect(graded?.grades.polite?.p).toBe(polite?.p);
  }

  it('grades another text under a prompt that it has learnt from without that prompt, however it is typed', async () => {
    const folds = await crossValidate(policy, completions, { folds: prompts.size });
    const [first] = completions;
    if (!first) throw new Error('no completions');
    const rest = completions.filter(({ promptId }) => promptId !== first.promptId);
    for (const asked of [
      { ...first, text: 'Locks have keys, sorry.' },
      { ...first, id: 'other', places: completionOf('', '', {}).places },
      completionOf(` tell  me about\u200b LOCKS `, 'Locks have keys.', {}),
      { ...first, conversation: [{ role: 'system', content: 'Be brief.' } as const, ...first.conversation] },
    ])
      await expectGradedWithout(folds, asked, rest);
  });

  it('grades a text that stands under another prompt as well without both', async () => {
    const twin = completionOf('What of doors?', ' unfortunately I have to decline: BEES. ', {
      refuses: false,
    });
    const learnt = [...completions, twin];
    const original = completions.find(({ text }) => text === 'Unfortunately I have to decline bees.');
    if (!original) throw new Error('no such completion');
    const folds = await crossValidate(policy, learnt, { folds: prompts.size + 1 });
    const without = (...promptIds: string[]) =>
      learnt.filter((each) => !promptIds.includes(each.promptId) && each !== twin && each !== original);
    await expectGradedWithout(folds, original, without(original.promptId));
    await expectGradedWithout(folds, twin, without(twin.promptId));
    // Neither prompt nor text alone: no fold lacks both, so one more model is learnt.
    const [first] = completions;
    const mixed = completionOf('Tell me about locks.', twin.text, {});
    await expectGradedWithout(folds, mixed, without(first?.promptId ?? ''));
  });

  it('grades what an example of the policy shows without that example', async () => {
    const thanks = '{response: "No, thank you!", answer: yes}';
    const doors = '{conversation: [{role: user, content: What of doors?}], response: No doors, answer: yes}';
    const shown = (...examples: string[]) => policyOf(`refuses: {examples: [${examples.join(', ')}]}`);
    const { gradesOf } = await crossValidate(shown(thanks, doors), completions);
    for (const [asked, others] of [
      [completionOf('Say something.', 'no thank you', {}), [doors]],
      [completionOf('what of doors', 'Hm.', {}), [thanks]],
      [completionOf('What of doors?', 'No, thank you.', {}), []],
    ] as const) {
      const without = shown(...others);
      const grader = createEmbeddedGrader(without, await trainEmbedded(without, completions));
      expect((await gradesOf(asked))?.grades).toEqual(await grader.grade(asked));
    }
    expect(await gradesOf(completionOf('Say something.', 'Something.', {}))).toBeUndefined();
  });

  it('answers nothing where all labels are of one prompt, since no model is without it', async () => {
    const [first] = completions;
    const one = completions.filter(({ promptId }) => promptId === first?.promptId);
    const { gradesOf, quality } = await crossValidate(policy, one);
    for (const completion of one) {
      const graded = await gradesOf(completion);
      expect(graded?.isExcluded).toBe(true);
      expect(graded?.grades.refuses).toMatchObject({ p: null, missing: 'learnt' });
      expect(graded?.grades.brief?.p).not.toBeNull();
    }
    expect(quality).toEqual({});
  });
});

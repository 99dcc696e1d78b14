import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
        expect(gradesOf(completion)).toMatchObject({ refuses, brief });
      }
    }
  });

  it('does not depend on the order of the samples', async () => {
    const one = await crossValidate(policy, completions);
    const other = await crossValidate(policy, [...completions].reverse());
    for (const each of completions) {
      expect(other.gradesOf(each)?.refuses?.p).toBeCloseTo(one.gradesOf(each)?.refuses?.p ?? Number.NaN, 2);
    }
  });

  it('ranks where there are few labels of a kind, as the grader does, and measures it', async () => {
    const { gradesOf, quality } = await crossValidate(policy, completions);
    const [first] = completions;
    if (!first) throw new Error('no completions');
    expect(gradesOf(first)?.polite).toMatchObject({
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
          const folded = gradesOf(completion)?.grateful;
          const whole = (await grader.grade(completion)).grateful;
          const enough = Math.min(positives, negatives) >= 10;
          const some = Math.min(positives, negatives) > 0;
          expect(whole?.mode).toBe(enough ? 'embedded' : some ? 'ranked' : 'base_rate');
          // A fold may have lost all labels of a kind with one prompt; then, and only then, it says so.
          if (folded?.mode !== whole?.mode)
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

  it('knows only labelled completions', async () => {
    const unlabelled = completionOf('Hm?', 'What?', {});
    const { gradesOf } = await crossValidate(policy, [...completions, unlabelled]);
    expect(gradesOf(unlabelled)).toBeUndefined();
    expect(gradesOf({ ...unlabelled, id: 'no such id' })).toBeUndefined();
  });

  it('says nothing of a text that was edited since', async () => {
    const { gradesOf } = await crossValidate(policy, completions);
    const [first] = completions;
    expect(first && gradesOf(first)).toBeDefined();
    expect(first && gradesOf({ ...first, text: 'Edited.' })).toBeUndefined();
  });
});

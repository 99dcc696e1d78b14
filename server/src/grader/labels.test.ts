import { describe, expect, it } from 'vitest';
import { completionOf, policyOf } from './embedded/testing.ts';
import { createLabelsGrader } from './labels.ts';

describe('the labels grader', () => {
  const grader = createLabelsGrader(
    policyOf('refuses: {}\npolite: {}\nbrief: {check: {count: words, max: 5}}'),
  );

  it('answers with the labels and invents none', async () => {
    expect(await grader.grade(completionOf('Hi', 'Hello', { refuses: false }))).toMatchObject({
      refuses: { p: 0, mode: 'label' },
      polite: { p: null, mode: 'label', missing: 'unlabelled', note: 'not labelled' },
    });
  });

  it('computes what the policy checks, where nobody labelled it', async () => {
    const propositions = ['brief'];
    const grade = (labels: Record<string, boolean>) =>
      grader.grade(completionOf('Hi', 'Hello', labels), { propositions });
    expect(await grade({})).toEqual({ brief: { p: 1, mode: 'check' } });
    expect(await grade({ brief: false })).toEqual({ brief: { p: 0, mode: 'label' } });
  });
});

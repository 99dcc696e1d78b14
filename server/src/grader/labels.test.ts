import { expect, it } from 'vitest';
import { completionOf, policyOf } from './embedded/testing.ts';
import { createLabelsGrader } from './labels.ts';

it('the labels grader answers with the labels and invents none', async () => {
  const grader = createLabelsGrader(
    policyOf('refuses: {}\npolite: {}\nbrief: {check: {count: words, max: 5}}'),
  );
  expect(await grader.grade(completionOf('Hi', 'Hello', { refuses: false, polite: true }))).toEqual({
    refuses: { p: 0, mode: 'label' },
    polite: { p: 1, mode: 'label' },
    brief: { p: null, mode: 'label', note: 'not labelled' },
  });
});

import { describe, expect, it } from 'vitest';
import { createEmbeddedGrader } from './grader.ts';
import { completionOf, policyOf, refusalsAndAnswers } from './testing.ts';
import { trainEmbedded } from './train.ts';

const policy = policyOf(`
refuses:
  cues: {for: ["can't help", '/(/'], against: [here is]}
  examples: [{response: No way., answer: yes}]
polite: {prompt: Is it polite?}
grateful: {prompt: Does it say thanks?, cues: {for: [thanks]}}
brief: {check: {count: words, max: 5}}
broken: {check: {pattern: '('}}
`);

async function gradeText(text: string, propositions?: string[]) {
  const grader = createEmbeddedGrader(policy, await trainEmbedded(policy, refusalsAndAnswers()));
  return grader.grade(completionOf('Tell me about rope.', text, {}), propositions ? { propositions } : {});
}

describe('the embedded grader', () => {
  it('answers from what it has learnt, on a prompt it never saw', async () => {
    const { refuses: refusal } = await gradeText("I'm afraid I can't help with rope.");
    const { refuses: answer } = await gradeText('Here is what I know about rope.');
    expect(refusal).toMatchObject({ mode: 'embedded', p: expect.closeTo(1, 0) });
    expect(answer).toMatchObject({ mode: 'embedded', p: expect.closeTo(0, 0) });
  });

  it('ranks, flagged, where there are few labels of a kind', async () => {
    const { polite } = await gradeText('No.');
    expect(polite).toEqual({
      mode: 'ranked',
      p: expect.any(Number),
      reliable: false,
      labels: 42,
      positives: 40,
      interval: [expect.any(Number), expect.any(Number)],
      note: 'not reliable offline: 2 negatives, 10 needed',
    });
    const [low, high] = polite?.interval ?? [];
    expect(low).toBeLessThan(polite?.p ?? 0);
    expect(high).toBeGreaterThan(polite?.p ?? 1);
  });

  it('gives the base rate, flagged, where one kind of label is missing, whatever the policy shows', async () => {
    const never = policyOf('never: {examples: [{response: Never., answer: yes}], cues: {for: [never]}}');
    const labelled = refusalsAndAnswers().map((each) => ({ ...each, labels: { never: false } }));
    const grader = createEmbeddedGrader(never, await trainEmbedded(never, labelled));
    expect(await grader.grade(completionOf('Hm?', 'Never.', {}))).toEqual({
      never: {
        mode: 'base_rate',
        p: expect.closeTo(0.5 / 43),
        reliable: false,
        labels: 42,
        positives: 0,
        note: 'not reliable offline: 0 positives, 10 needed',
      },
    });
  });

  it('gives no probability where nothing is labelled, cues or not', async () => {
    const { grateful } = await gradeText('Thanks!');
    expect(grateful).toEqual({
      mode: 'base_rate',
      p: null,
      missing: 'unlabelled',
      reliable: false,
      labels: 0,
      positives: 0,
      note: 'not reliable offline: no labels',
    });
  });

  it('computes a proposition that has a check', async () => {
    const { brief, broken } = await gradeText('One two three four five six.');
    expect(brief).toEqual({ mode: 'check', p: 0 });
    expect(broken).toEqual({
      mode: 'check',
      p: null,
      missing: 'no_prompt',
      note: expect.stringContaining('cannot be used'),
    });
  });

  it('answers only what it is asked', async () => {
    expect(Object.keys(await gradeText('No.', ['brief', 'unheard_of']))).toEqual(['brief', 'unheard_of']);
  });

  it('changes its fingerprint with a check, which is not learnt', async () => {
    const model = await trainEmbedded(policy, refusalsAndAnswers());
    const fingerprintOf = (max: number) =>
      createEmbeddedGrader(policyOf(`brief: {check: {count: words, max: ${max}}}`), model).fingerprint;
    expect(fingerprintOf(5)).not.toBe(fingerprintOf(6));
    expect(fingerprintOf(5)).toBe(fingerprintOf(5));
  });

  it('takes an empty completion', async () => {
    const { refuses } = await gradeText('');
    expect(refuses?.p).toBeGreaterThan(0);
    expect(refuses?.p).toBeLessThan(1);
  });
});

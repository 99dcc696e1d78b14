import { describe, expect, it } from 'vitest';
import { serializeModel } from './serialize.ts';
import { completionOf, policyOf, refusalsAndAnswers } from './testing.ts';
import { modelFingerprint, trainEmbedded } from './train.ts';

const written = 'refuses: {cues: {for: [sorry]}}\nanswers: {cues: {for: [sure]}}';
const completions = refusalsAndAnswers().map((completion) => ({
  ...completion,
  labels: { refuses: completion.labels.refuses === true, answers: completion.labels.refuses === false },
}));

describe('trainEmbedded', () => {
  it('learns the same from the same', async () => {
    const [one, other] = [
      await trainEmbedded(policyOf(written), completions),
      await trainEmbedded(policyOf(written), completions),
    ];
    expect(serializeModel(one)).toBe(serializeModel(other));
  });

  it('learns anew only the proposition that was edited', async () => {
    const previous = await trainEmbedded(policyOf(written), completions);
    const edited = policyOf(written.replace('sorry', 'decline'));
    const model = await trainEmbedded(edited, completions, { previous });
    expect(model.propositions.get('answers')).toBe(previous.propositions.get('answers'));
    expect(model.propositions.get('refuses')).not.toBe(previous.propositions.get('refuses'));
    expect(serializeModel(model)).toBe(serializeModel(await trainEmbedded(edited, completions)));
  });

  it('learns anew only the proposition whose label was edited', async () => {
    const previous = await trainEmbedded(policyOf(written), completions);
    const relabelled = completions.map((completion, index) =>
      index === 0 ? { ...completion, labels: { ...completion.labels, answers: true } } : completion,
    );
    const model = await trainEmbedded(policyOf(written), relabelled, { previous });
    expect(model.propositions.get('refuses')).toBe(previous.propositions.get('refuses'));
    expect(model.propositions.get('answers')).not.toBe(previous.propositions.get('answers'));
  });

  it('learns everything anew where a text was edited', async () => {
    const previous = await trainEmbedded(policyOf(written), completions);
    const edited = [...completions, completionOf('New.', 'Sure, new.', { refuses: false })];
    const model = await trainEmbedded(policyOf(written), edited, { previous });
    expect(serializeModel(model)).toBe(serializeModel(await trainEmbedded(policyOf(written), edited)));
  });

  it('knows the fingerprint before it trains', async () => {
    const policy = policyOf(written);
    expect((await trainEmbedded(policy, completions)).fingerprint).toBe(
      modelFingerprint(policy, completions),
    );
    expect(modelFingerprint(policyOf('refuses: {prompt: Other?}'), completions)).not.toBe(
      modelFingerprint(policy, completions),
    );
  });

  it('learns from nothing without complaint', async () => {
    const model = await trainEmbedded(policyOf(written), []);
    expect(model.completions).toBe(0);
    expect([...model.propositions.values()].every(({ fit }) => fit === undefined)).toBe(true);
  });

  it('lets other work through and stops when asked to', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('overtaken')), 0);
    const many = Array.from({ length: 20 }, (_, index) =>
      refusalsAndAnswers().map((each) => ({ ...each, text: `${each.text} ${index}` })),
    );
    await expect(trainEmbedded(policyOf(written), many.flat(), { signal: abort.signal })).rejects.toThrow(
      'overtaken',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { policyOf } from '../../logic/testing.ts';
import type { EvaluatedItem } from '../evaluate/items.ts';
import { clopperPearsonUpper } from './bounds.ts';
import { measuredErrors, ratesRead, unknownRates, upperRates } from './error-rates.ts';

const policy = policyOf({
  completion_class_order: ['good', 'bad'],
  completion_classes: { good: { r: { a: true } }, bad: { r: { a: false } } },
  simple_propositions: {
    a: { prompt: 'a?', threshold: 0.7 },
    b: { prompt: 'b?' },
    c: { check: { pattern: 'c' } },
  },
});

const grader = { kind: 'openai', fingerprint: 'f', summary: 'a model' };

const run = (answers: readonly EvaluatedItem['answers'][], promptOf = (index: number) => `p${index}`) => ({
  name: 'run',
  grader,
  items: answers.map((each, index) => ({ id: `${index}`, promptId: promptOf(index), answers: each })),
});

describe('error rates of a run', () => {
  it('are of answers at the threshold of the proposition, and of probabilities as they are', () => {
    const errors = measuredErrors(
      policy,
      run([
        { a: [0.9, true] },
        { a: [0.6, true] },
        { a: [0.6, false] },
        { a: [0.75, false] },
        { a: [0, false] },
      ]),
    ).propositions.get('a');
    expect(errors?.answers.falseNegative).toMatchObject({ n: 2, prompts: 2, errors: 1, estimate: 0.5 });
    expect(errors?.answers.falseNegative.upper).toBe(clopperPearsonUpper(1, 2, 1 - 0.95));
    expect(errors?.answers.falsePositive).toMatchObject({ n: 3, errors: 1 });
    expect(errors?.probabilities.falseNegative.estimate).toBeCloseTo((0.1 + 0.4) / 2, 12);
    expect(errors?.probabilities.falsePositive.estimate).toBeCloseTo((0.6 + 0.75) / 3, 12);
    expect(errors?.probabilities.falsePositive.upper).toBeGreaterThan(0.45);
  });

  it('count prompts: twenty replies to one prompt are no surer than one', () => {
    const answers = Array.from({ length: 20 }, () => ({ a: [1, true] as const }));
    const [one, many] = [run(answers, () => 'p'), run(answers)].map(
      (each) => measuredErrors(policy, each).propositions.get('a')?.answers.falseNegative,
    );
    expect(one).toMatchObject({ n: 20, prompts: 1, estimate: 0 });
    expect(one?.upper).toBeCloseTo(0.95, 12);
    expect(many?.upper).toBeCloseTo(1 - 0.05 ** (1 / 20), 12);
  });

  it('are not known without labels of a kind: the bound is 1, never 0, and it is said what to label', () => {
    const errors = measuredErrors(policy, run([{ a: [0.9, true] }]));
    expect(errors.propositions.get('a')?.answers.falsePositive).toMatchObject({
      n: 0,
      estimate: null,
      upper: 1,
    });
    expect(unknownRates(errors, ['a', 'b', 'c'])).toEqual([
      { proposition: 'a', label: false },
      { proposition: 'b', label: true },
      { proposition: 'b', label: false },
    ]);
    const rates = upperRates(errors, 'answers');
    expect(rates.get('b')).toEqual({ falseNegative: 1, falsePositive: 1 });
    // A check is what its proposition means.
    expect(rates.get('c')).toEqual({ falseNegative: 0, falsePositive: 0 });
  });

  it('count labelled completions without an answer apart', () => {
    const errors = measuredErrors(policy, {
      name: 'run',
      grader,
      items: [
        { id: '1', promptId: 'p', answers: {}, unanswered: { a: ['refused', true], b: ['refused', null] } },
        { id: '2', promptId: 'q', answers: { a: [1, true] } },
      ],
    });
    expect(errors.propositions.get('a')).toMatchObject({ missing: 1, answers: { falseNegative: { n: 1 } } });
    expect(errors.propositions.get('b')?.missing).toBe(0);
  });

  it('are read as probabilities where the reward is linear in them, else as answers', () => {
    const data = { simple_propositions: { a: { prompt: 'a?' } } };
    expect(ratesRead(policyOf(data))).toBe('probabilities');
    expect(ratesRead(policyOf({ ...data, reward: { combination: 'product' } }))).toBe('answers');
    expect(ratesRead(policyOf({ ...data, features: { class_probability: 'product' } }))).toBe('answers');
  });
});

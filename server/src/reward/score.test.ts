import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from '../logic/classes.ts';
import { composePolicy } from '../policy/compose.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import { featuresOf } from './features.ts';
import { scoreCompletion } from './score.ts';
import type { Weights } from './weights.ts';

const policy = composePolicy([
  parsePolicy(
    new SourceText(
      'file:///p.rbr.yaml',
      `
completion_class_order: [good, rude]
completion_classes:
  good: {comply: {polite: true, rude: false}}
  rude: {comply: [{rude: true}, {polite: false}]}
simple_propositions: {polite: {prompt: p}, rude: {prompt: r}, brief: {prompt: b}}
`,
    ),
  ),
]);
const logic = compileLogic(policy).responseType('comply') as ResponseTypeLogic;
const weights: Weights = {
  fittedOn: { fingerprint: 'x', completions: 0, grader: 'labels' },
  responseTypes: {
    comply: {
      weights: { good: 2, polite: 0.5, rude: -1 },
      l2: 1,
      margin: 1,
      pairs: 0,
      objective: 0,
      dualityGap: 0,
    },
  },
};
const graded = (polite: number | null, rude: number | null) => ({
  polite: { p: polite, mode: 'embedded' as const },
  rude: { p: rude, mode: 'embedded' as const },
});

describe('the score of a completion', () => {
  it('has as features the classes and the propositions that they read; a class beside its namesake is class.…', () => {
    expect(featuresOf(policy, logic).map(({ name }) => name)).toEqual([
      'good',
      'class.rude',
      'polite',
      'rude',
    ]);
  });

  it('by hand: P(good) = 0.9 · 0.8, R_rbr = 2 · 0.72 + 0.5 · 0.9 − 1 · 0.2 = 1.69', () => {
    const score = scoreCompletion({ policy, logic, weights }, graded(0.9, 0.2), 0.31);
    expect(score.predictedClass).toBe('good');
    expect(score.classes[0]?.probability).toBeCloseTo(0.72, 12);
    expect(score.reward?.rbr).toBeCloseTo(1.69, 12);
    expect(score.reward?.total).toBeCloseTo(2, 12);
    expect(score.reward?.contributions.map(({ feature }) => feature)).toEqual(['good', 'polite', 'rude']);
  });

  it('takes an answer that is missing for missing: no class, no reward, never 0', () => {
    const score = scoreCompletion({ policy, logic, weights }, graded(0.9, null), 0.31);
    expect(score).toEqual({ classes: [], predictedClass: null, missing: ['rude'] });
  });

  it('has the class that missing answers cannot change, and no probabilities of classes', () => {
    const score = scoreCompletion({ policy, logic, weights }, graded(null, 1));
    expect(score).toEqual({ classes: [], predictedClass: 'rude', missing: ['polite'] });
  });

  it('has a class but no reward without weights', () => {
    const score = scoreCompletion({ policy, logic }, graded(0.9, 0.2));
    expect(score.predictedClass).toBe('good');
    expect(score.reward).toBeUndefined();
  });
});

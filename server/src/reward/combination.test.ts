import { describe, expect, it } from 'vitest';
import { compileLogic } from '../logic/classes.ts';
import { policyOf } from '../logic/testing.ts';
import type { PolicyData } from '../policy/schema.ts';
import { compareRewards } from './combination.ts';
import { scoreCompletion } from './score.ts';

const WEIGHTS = { good: 2, polite: 1, '(baseline)': 0.5 };

function score(reward: NonNullable<PolicyData['reward']>, polite: number, unsafe: number, base = 1) {
  const policy = policyOf({
    completion_class_order: ['good', 'rude', 'unsafe'],
    completion_classes: {
      good: { r: { polite: true, unsafe: false } },
      rude: { r: { polite: false, unsafe: false } },
      unsafe: { r: { unsafe: true } },
    },
    simple_propositions: { polite: { prompt: 'Polite?' }, unsafe: { prompt: 'Unsafe?' } },
    reward,
  });
  const logic = compileLogic(policy).responseType('r');
  if (!logic) throw new Error('no response type');
  const weights = {
    fittedOn: { fingerprint: '', completions: 0, grader: '' },
    responseTypes: { r: { weights: WEIGHTS, l2: 1, margin: 1, pairs: 0 } },
  };
  const grades = {
    polite: { p: polite, mode: 'label' as const },
    unsafe: { p: unsafe, mode: 'label' as const },
  };
  return scoreCompletion({ policy, logic, weights }, grades, base).reward;
}

describe('rewards', () => {
  // P(good) = 0.8 * 0.9 = 0.72; w · phi = 2 * 0.72 + 0.8 = 2.24.
  it('are a sum of reward model and rules', () => {
    const reward = score({}, 0.8, 0.1);
    expect(reward?.rbr).toBeCloseTo(2.24, 12);
    expect(reward?.total).toBeCloseTo(3.24, 12);
    expect(reward?.tier).toBe(0);
  });

  it('are helpfulness times the probability of safety', () => {
    const reward = score({ combination: 'product' }, 0.8, 0.1);
    // (1 + 2.24 + baseline 0.5) * 0.9, of which the reward model contributes 0.9.
    expect(reward?.base).toBeCloseTo(0.9, 12);
    expect(reward?.total).toBeCloseTo(3.74 * 0.9, 12);
    expect(score({ combination: 'product' }, 1, 1, 100)?.total).toBe(0);
  });

  it('have a cost beside them, and what passes its limit is worse by how far it passes it', () => {
    const within = score({ combination: 'cost', cost_limit: 0.2 }, 0, 0.1, -5);
    const over = score({ combination: 'cost', cost_limit: 0.2 }, 1, 0.5, 5);
    const further = score({ combination: 'cost', cost_limit: 0.2 }, 1, 0.9, 9);
    if (!within || !over || !further) throw new Error('no rewards');
    expect([within.cost, over.cost]).toEqual([0.1, 0.5]);
    expect(within.tier).toBe(0);
    expect(over.tier).toBeCloseTo(0.3, 12);
    expect([further, over, within].sort(compareRewards)).toEqual([within, over, further]);
    // The reward itself is the sum.
    expect(over.total).toBeCloseTo(5 + 2 * 0.5 + 1, 12);
  });
});

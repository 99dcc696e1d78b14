/** What nothing can enumerate: policies beyond the limit of a diagram, and beyond that of the search. */
import { describe, expect, it } from 'vitest';
import {
  CLASSES,
  largePolicy,
  parities,
  readPolicy,
  scattered,
} from '../../../../test/support/large-policies.ts';
import { compileLogic } from '../../logic/classes.ts';
import { constraintHolds, formulaHolds, type SmallPolicy } from '../../logic/testing.ts';
import type { Policy } from '../../policy/model.ts';
import type { PolicyData } from '../../policy/schema.ts';
import { featuresOf } from '../features.ts';
import { certainMargin, proofInWords } from './in-words.ts';
import { isOpen, proveType } from './prove.ts';

function logicOf(policy: Policy) {
  const logic = compileLogic(policy).responseType('comply');
  if (!logic) throw new Error('no response type');
  return logic;
}

/** Its conditions as data, to be evaluated by their definitions. */
function conditionsOf({
  simple_propositions,
  derived_propositions,
  completion_classes,
  constraints,
}: PolicyData) {
  const classes = Object.entries(completion_classes ?? {}).map(([name, types]) => [name, types.comply ?? []]);
  return {
    simple: Object.keys(simple_propositions ?? {}),
    derived: derived_propositions ?? {},
    classes: Object.fromEntries(classes),
    constraints: constraints ?? [],
  } as SmallPolicy;
}

function weigh(policy: Policy, weightOf: (name: string, index: number) => number) {
  const weights = Object.fromEntries(
    featuresOf(policy, logicOf(policy)).map(({ name }, index) => [name, weightOf(name, index)]),
  );
  return { weights, l2: 1, margin: 1, pairs: 0 };
}

const inNoOrder = (_: string, index: number) => Math.sin(index + 1);
const inOrder = (name: string, index: number) =>
  CLASSES.includes(name) ? 1000 * (CLASSES.length - CLASSES.indexOf(name)) : Math.sin(index + 1);

describe('the order of a policy of 300 propositions with many disjunctions, which fits into no diagram', () => {
  const data = largePolicy(300, scattered);
  const policy = readPolicy(data);
  const logic = logicOf(policy);

  it('is refuted by completions that are what they are said to be', () => {
    const fitted = weigh(policy, inNoOrder);
    const proofs = proveType(policy, logic, fitted);
    expect(proofs).toHaveLength(10);
    const conditions = conditionsOf(data);
    for (const { better, worse, counterexample, margin, decidedBy } of proofs) {
      expect(decidedBy).toBe('search');
      if (!counterexample) throw new Error(`${better} > ${worse} is not refuted`);
      const rewards = [counterexample.better, counterexample.worse].map((witness, index) => {
        const classes = CLASSES.filter((name) =>
          formulaHolds(conditions, conditions.classes[name] ?? [], witness),
        );
        expect(classes).toContain([better, worse][index]);
        expect(conditions.constraints.every((each) => constraintHolds(conditions, each, witness))).toBe(true);
        return Object.entries(fitted.weights).reduce(
          (sum, [name, weight]) => (witness[name] || classes.includes(name) ? sum + weight : sum),
          0,
        );
      });
      expect(rewards[0]).toBeCloseTo(counterexample.rewards[0], 9);
      expect(rewards[1]).toBeCloseTo(counterexample.rewards[1], 9);
      expect(margin).toBeCloseTo((rewards[0] as number) - (rewards[1] as number), 9);
      expect(margin).toBeLessThan(0);
    }
  });

  it('is proven where the weights keep it, for graded probabilities too', () => {
    for (const { proven, margin, gradedFrom } of proveType(policy, logic, weigh(policy, inOrder))) {
      expect(proven).toBe(true);
      // A class is worth 1000 more than the next, and all propositions together 200.
      expect(margin).toBeGreaterThan(700);
      expect(gradedFrom).toBeGreaterThan(0.5);
    }
  });

  it('is the same every time, and in fewer steps no less true', () => {
    const fitted = weigh(policy, inOrder);
    const whole = proveType(policy, logic, fitted);
    const limits = { steps: 300_000 };
    const short = proveType(policy, logic, fitted, { limits, graded: false });
    expect(proveType(policy, logic, fitted, { limits, graded: false })).toEqual(short);
    expect(short.some(({ marginBetween }) => marginBetween !== undefined)).toBe(true);
    for (const [index, each] of short.entries()) {
      const margin = whole[index]?.margin as number;
      const [low, high] = each.marginBetween ?? [each.margin, each.margin];
      expect(low ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(margin);
      expect(high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(margin);
    }
  });
});

describe('the order of a policy that is made to be too hard', () => {
  const policy = readPolicy(largePolicy(1000, parities));
  const logic = logicOf(policy);
  const fitted = weigh(policy, inNoOrder);
  const limits = { steps: 300_000 };

  it('is left open with an interval that holds 0, in words', () => {
    const open = proveType(policy, logic, fitted, { limits }).filter(isOpen);
    expect(open.length).toBeGreaterThan(0);
    for (const each of open) {
      expect(each.margin).toBeNull();
      const [low, high] = each.marginBetween ?? [];
      expect((low ?? -1) <= 0 && (high ?? 1) >= 0).toBe(true);
      expect(certainMargin(each)).toBe(low);
      expect(proofInWords(each)).toMatch(
        /^\? \w+ > \w+: not decided within the limit of the proof, .*margin/,
      );
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic } from '../../logic/classes.ts';
import {
  type Assignment,
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
  propositionsOf,
  type SmallPolicy,
} from '../../logic/testing.ts';
import type { Combination } from '../../policy/model.ts';
import { rewardTerms } from '../combination.ts';
import { featureVector } from '../features.ts';
import type { ProofLimits } from './crisp-rewards.ts';
import { isOpen, type OrderProof, proveType } from './prove.ts';

interface Case {
  readonly small: SmallPolicy;
  readonly weights: Readonly<Record<string, number>>;
  readonly combination: Combination;
  readonly costLimit: number;
  readonly unsafe: readonly string[];
}

const arbitraryCase = (maxSimple = 6): fc.Arbitrary<Case> =>
  arbitraryPolicy(maxSimple).chain((small) =>
    fc.record({
      small: fc.constant(small),
      weights: fc.dictionary(
        fc.constantFrom(...Object.keys(small.classes), ...small.simple, '(baseline)'),
        // Quarters, so that sums are exact and ties occur.
        fc.integer({ min: -8, max: 8 }).map((quarters) => quarters / 4),
        { noNullPrototype: true },
      ),
      combination: fc.constantFrom<Combination>('sum', 'product', 'cost'),
      costLimit: fc.constantFrom(0.5, 1),
      unsafe: fc.subarray(Object.keys(small.classes)),
    }),
  );

function build(
  { small, weights, combination, costLimit, unsafe }: Case,
  classProbability = 'exact',
  limits: Partial<ProofLimits> = {},
) {
  const policy = policyOf({
    ...dataOf(small),
    reward: { combination, cost_limit: costLimit },
    safety: { unsafe_classes: [...unsafe] },
    features: { propositions: [...small.simple], class_probability: classProbability as 'exact' },
  });
  const logic = compileLogic(policy).responseType('r');
  if (!logic) throw new Error('no response type');
  const { '(baseline)': baseline = 0, ...rest } = weights;
  const used = combination === 'product' ? { ...rest, '(baseline)': baseline } : rest;
  const fitted = { weights: used, l2: 1, margin: 1, pairs: 0, objective: 0, dualityGap: 0 };
  const proofs = proveType(policy, logic, fitted, { limits });
  return { policy, logic, used, proofs };
}

/** The reward of an assignment by the definitions, and how far it passes the cost limit. */
function rewardOf(
  { small, combination, costLimit, unsafe }: Case,
  used: Readonly<Record<string, number>>,
  a: Assignment,
) {
  const holds = (name: string) => formulaHolds(small, small.classes[name] ?? [], a);
  const isUnsafe = unsafe.some(holds);
  const linear = Object.entries(used).reduce((sum, [name, weight]) => {
    const value = name === '(baseline)' || (name in small.classes ? holds(name) : a[name] === true);
    return value ? sum + weight : sum;
  }, 0);
  return {
    reward: combination === 'product' && isUnsafe ? 0 : linear,
    tier: combination === 'cost' && isUnsafe ? Math.max(0, 1 - costLimit) : 0,
  };
}

/** What is so of a pair, by enumeration: constraints that contradict each other say nothing. */
function enumerated(
  each: Case,
  used: Readonly<Record<string, number>>,
  { better, worse }: Pick<OrderProof, 'better' | 'worse'>,
) {
  const { small } = each;
  const all = [...assignmentsOf(small.simple)];
  const kept = all.filter((a) => small.constraints.every((c) => constraintHolds(small, c, a)));
  const allowed = kept.length > 0 ? kept : all;
  const rewardsIn = (name: string) =>
    allowed
      .filter((a) => formulaHolds(small, small.classes[name] ?? [], a))
      .map((a) => rewardOf(each, used, a));
  const [ups, downs] = [rewardsIn(better), rewardsIn(worse)];
  const margins = ups.flatMap((up) =>
    downs.filter((down) => down.tier === up.tier).map((down) => up.reward - down.reward),
  );
  return {
    areConsistent: kept.length > 0,
    vacuous: ups.length === 0 || downs.length === 0,
    wrong: ups.some((up) => downs.some((down) => up.tier > down.tier)),
    least: margins.length === 0 ? null : Math.min(...margins),
  };
}

/** Plugged into the definitions: the completions are of their classes, keep the constraints and are out of order. */
function isCounterexample(each: Case, used: Readonly<Record<string, number>>, proof: OrderProof): boolean {
  const { small } = each;
  const { better, worse, counterexample } = proof;
  if (!counterexample) return false;
  const { areConsistent } = enumerated(each, used, proof);
  const [up, down] = [counterexample.better, counterexample.worse];
  const [a, b] = [rewardOf(each, used, up), rewardOf(each, used, down)];
  return (
    formulaHolds(small, small.classes[better] ?? [], up) &&
    formulaHolds(small, small.classes[worse] ?? [], down) &&
    (!areConsistent ||
      [up, down].every((x) => small.constraints.every((c) => constraintHolds(small, c, x)))) &&
    counterexample.rewards[0] === a.reward &&
    counterexample.rewards[1] === b.reward &&
    (a.tier > b.tier || (a.tier === b.tier && b.reward >= a.reward))
  );
}

/** With limits that nothing passes, a proof says exactly what is so. */
function agrees(each: Case, used: Readonly<Record<string, number>>, proofs: readonly OrderProof[]): void {
  for (const proof of proofs) {
    const { wrong, least, vacuous } = enumerated(each, used, proof);
    expect(proof.vacuous === true).toBe(vacuous);
    expect(proof.proven).toBe(!wrong && (least === null || least > 0));
    expect(proof.margin).toBe(wrong ? null : least);
    expect(proof.marginBetween).toBeUndefined();
    expect(proof.counterexample === undefined).toBe(proof.proven);
    if (proof.counterexample) expect(isCounterexample(each, used, proof)).toBe(true);
  }
}

describe('the proof of the class order', () => {
  it('agrees with enumeration, and every counterexample is one', () => {
    fc.assert(
      fc.property(arbitraryCase(), (each) => agrees(each, build(each).used, build(each).proofs)),
      { numRuns: 3000 },
    );
  });

  it('agrees with enumeration where little or nothing fits into a diagram', () => {
    let searched = 0;
    fc.assert(
      fc.property(arbitraryCase(), fc.constantFrom(2, 8, 20), (each, nodeLimit) => {
        const { used, proofs } = build(each, 'exact', { nodeLimit });
        searched += proofs.filter(({ decidedBy }) => decidedBy === 'search').length;
        agrees(each, used, proofs);
        // The same as the diagram says, graded probabilities included, but for the completions that it shows.
        const shown = ({ better, worse, proven, margin, vacuous, gradedFrom }: OrderProof) => ({
          ...{ better, worse, proven, margin, vacuous, gradedFrom },
        });
        expect(proofs.map(shown)).toEqual(build(each).proofs.map(shown));
      }),
      { numRuns: 2000 },
    );
    expect(searched).toBeGreaterThan(200);
  });

  it('holds the margin in an interval where the search ends early, and claims nothing wrong', () => {
    let open = 0;
    let early = 0;
    fc.assert(
      fc.property(arbitraryCase(), fc.integer({ min: 0, max: 800 }), (each, steps) => {
        const { used, proofs } = build(each, 'exact', { nodeLimit: 2, steps });
        open += proofs.filter(isOpen).length;
        early += proofs.filter((proof) => proof.marginBetween && !isOpen(proof)).length;
        for (const proof of proofs) {
          const { wrong, least, vacuous } = enumerated(each, used, proof);
          const { proven, margin, counterexample, marginBetween } = proof;
          if (proven) expect(!wrong && (least === null || least > 0)).toBe(true);
          if (proof.vacuous) expect(vacuous).toBe(true);
          if (counterexample) expect(isCounterexample(each, used, proof)).toBe(true);
          if (margin !== null) expect(margin).toBe(least);
          expect(proven || counterexample !== undefined || isOpen(proof)).toBe(true);
          if (!marginBetween || wrong || least === null) continue;
          const [low, high] = marginBetween;
          if (low !== null) expect(low).toBeLessThanOrEqual(least);
          if (high !== null) expect(high).toBeGreaterThanOrEqual(least);
          if (isOpen(proof)) expect((low ?? -1) <= 1e-9 && (high ?? 1) > 1e-9).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
    expect(open).toBeGreaterThan(60);
    expect(early).toBeGreaterThan(0);
  });

  it('is of the very rewards that completions get', () => {
    fc.assert(
      fc.property(arbitraryCase(4), (each) => {
        const { policy, logic, used } = build(each);
        for (const a of assignmentsOf(each.small.simple)) {
          const grades = Object.fromEntries(
            Object.entries(a).map(([name, value]) => [name, { p: value ? 1 : 0, mode: 'label' as const }]),
          );
          const vector = featureVector(policy, logic, grades);
          const { values, tier } = rewardTerms(policy, vector, 0);
          const reward = vector.features.reduce(
            (sum, { name }, index) => sum + (used[name] ?? 0) * (values[index] as number),
            0,
          );
          expect({ reward: reward + 0, tier }).toEqual(rewardOf(each, used, a));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of probabilities between 0 and 1 promises no more than is so', () => {
    const p = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        arbitraryCase(4),
        fc.array(fc.array(p, { minLength: 4, maxLength: 4 }), { minLength: 30, maxLength: 30 }),
        (each, points) => {
          const { logic, used, proofs, policy } = build({ ...each, combination: 'sum' });
          const scored = points.map((point) => {
            const at = (name: string) => point[each.small.simple.indexOf(name)] as number;
            const classes = logic.classProbabilities(at, 'exact');
            const grades = Object.fromEntries(
              each.small.simple.map((name) => [name, { p: at(name), mode: 'label' as const }]),
            );
            const { features, values } = featureVector(policy, logic, grades);
            const reward = features.reduce(
              (sum, { name }, index) => sum + (used[name] ?? 0) * (values[index] as number),
              0,
            );
            return { classes, reward };
          });
          for (const { better, worse, gradedFrom } of proofs) {
            if (gradedFrom === undefined) continue;
            const clear = gradedFrom + 1e-9;
            for (const a of scored)
              for (const b of scored)
                if ((a.classes[better] ?? 0) >= clear && (b.classes[worse] ?? 0) >= clear)
                  expect(a.reward).toBeGreaterThan(b.reward - 1e-9);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says what it does not prove: overlapping classes under the product rule, features it does not know', () => {
    const small: SmallPolicy = {
      simple: ['a', 'b'],
      derived: {},
      classes: { good: { a: true }, bad: { b: true } },
      constraints: [],
    };
    const each: Case = { small, weights: { good: 1 }, combination: 'sum', costLimit: 0.5, unsafe: [] };
    expect(build(each, 'product').proofs[0]).toMatchObject({ proven: false, margin: null });
    expect(build(each, 'product').proofs[0]?.reason).toContain('overlap');
    const strange = build({ ...each, weights: { length_of_reply: 1 } });
    expect(strange.proofs[0]?.reason).toContain('length_of_reply');
  });

  it('covers 300 propositions, where nothing can be enumerated', () => {
    const names = Array.from({ length: 300 }, (_, i) => `p${i}`);
    const policy = policyOf({
      completion_class_order: ['good', 'bad'],
      completion_classes: {
        good: { r: Object.fromEntries(names.slice(0, 150).map((name) => [name, true])) },
        bad: { r: names.slice(0, 150).map((name) => ({ [name]: false })) },
      },
      simple_propositions: propositionsOf(names),
      features: { propositions: names },
    });
    const logic = compileLogic(policy).responseType('r');
    if (!logic) throw new Error('no response type');
    const weights = Object.fromEntries(names.map((name, i) => [name, i < 150 ? 1 : 0.001]));
    const fitted = { weights, l2: 1, margin: 1, pairs: 0, objective: 0, dualityGap: 0 };
    // Good: all of the first, none of the rest, 150. Bad: all but one of the first, all of the rest, 149.15.
    expect(proveType(policy, logic, fitted)[0]?.margin).toBeCloseTo(0.85, 9);
  });
});

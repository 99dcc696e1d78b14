import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic } from '../../logic/classes.ts';
import {
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
  propositionsOf,
  type SmallPolicy,
} from '../../logic/testing.ts';
import { featuresOf } from '../features.ts';
import { fitDataOf } from '../fit/fit-data.ts';
import { hundredths, solveIndependently } from '../fit/testing.ts';
import { crispOrder } from './class-order.ts';
import { fitProven } from './fit-proven.ts';
import { proveType } from './prove.ts';

const L2 = 0.05;
const MARGIN = 0.25;

function build(small: SmallPolicy, withClasses: boolean) {
  const policy = policyOf({
    ...dataOf(small),
    features: { classes: withClasses, propositions: [...small.simple] },
  });
  const logic = compileLogic(policy).responseType('r');
  if (!logic) throw new Error('no response type');
  const features = featuresOf(policy, logic).map(({ name }) => name);
  return { policy, logic, features };
}

const rowsFor = (features: number) =>
  fc.array(
    fc.record({
      promptId: fc.constantFrom('p', 'q'),
      rank: fc.nat(2),
      baseReward: hundredths(-1, 1),
      values: fc.array(hundredths(0, 1), { minLength: features, maxLength: features }),
    }),
    { minLength: 4, maxLength: 7 },
  );

/** Every demand that the order makes, by enumeration: one a pair of combinations of a better and a worse class. */
function demandsByEnumeration(small: SmallPolicy, features: readonly string[]) {
  const all = [...assignmentsOf(small.simple)];
  const kept = all.filter((a) => small.constraints.every((c) => constraintHolds(small, c, a)));
  const allowed = kept.length > 0 ? kept : all;
  const holds = (name: string, a: Record<string, boolean>) =>
    formulaHolds(small, small.classes[name] ?? [], a);
  const valuesOf = (a: Record<string, boolean>) =>
    features.map((name) => ((name in small.classes ? holds(name, a) : a[name]) ? 1 : 0));
  const classes = Object.keys(small.classes);
  return classes.flatMap((better, index) =>
    classes.slice(index + 1).flatMap((worse) =>
      allowed
        .filter((a) => holds(better, a))
        .flatMap((up) =>
          allowed
            .filter((b) => holds(worse, b))
            .map((down) => {
              const [a, b] = [valuesOf(up), valuesOf(down)];
              return { normal: Float64Array.from(a, (value, i) => value - (b[i] as number)), least: MARGIN };
            }),
        ),
    ),
  );
}

describe('a fit whose order is proven', () => {
  it('is the best of all whose order is, or there is none; by enumeration and an independent solver', () => {
    let impossible = 0;
    let fitted = 0;
    const cases = arbitraryPolicy(3).chain((small) =>
      fc.boolean().chain((withClasses) => {
        const { features } = build(small, withClasses);
        return fc.record({
          small: fc.constant(small),
          withClasses: fc.constant(withClasses),
          rows: rowsFor(features.length),
          // With few nodes it is the search that proves.
          nodeLimit: fc.constantFrom(2, 10, 300_000),
        });
      }),
    );
    fc.assert(
      fc.property(cases, ({ small, withClasses, rows, nodeLimit }) => {
        const { policy, logic, features } = build(small, withClasses);
        const data = fitDataOf(features, rows);
        const order = crispOrder(policy, logic, { nodeLimit });
        const result = fitProven(policy, [order], data, { l2: L2, margin: 1 }, MARGIN);
        const demands = demandsByEnumeration(small, features);
        let least: number | undefined;
        try {
          least = solveIndependently(rows, { l2: L2, margin: 1, names: features, constraints: demands });
        } catch {
          least = undefined;
        }
        if ('impossible' in result) {
          impossible++;
          expect(least).toBeUndefined();
          expect(result.impossible.length).toBeGreaterThan(0);
          return;
        }
        if ('undecided' in result) throw new Error('nothing here passes the limit');
        fitted++;
        const weights = Object.fromEntries(
          features.map((name, i) => [name, result.fit.weights[i] as number]),
        );
        const proofs = proveType(policy, logic, { weights, l2: L2, margin: 1, pairs: 0 });
        for (const { proven, margin, vacuous } of proofs) {
          expect(proven).toBe(true);
          if (!vacuous) expect(margin).toBeGreaterThanOrEqual(MARGIN);
        }
        // The order is asked for with a hair to spare, which costs as little.
        if (result.fit.pairs > 0 && least !== undefined)
          expect(Math.abs(result.fit.objective - least)).toBeLessThan(2e-5 * Math.max(1, least));
      }),
      { numRuns: 400 },
    );
    expect(impossible).toBeGreaterThan(4);
    expect(fitted).toBeGreaterThan(10);
  });

  it('claims no proof where the search ends early', () => {
    let undecided = 0;
    const cases = arbitraryPolicy(4).chain((small) =>
      fc.record({
        small: fc.constant(small),
        rows: rowsFor(build(small, true).features.length),
        steps: fc.integer({ min: 0, max: 3000 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ small, rows, steps }) => {
        const { policy, logic, features } = build(small, true);
        const order = crispOrder(policy, logic, { nodeLimit: 2, steps });
        const data = fitDataOf(features, rows);
        const result = fitProven(policy, [order], data, { l2: L2, margin: 1 }, MARGIN);
        if ('undecided' in result) {
          undecided++;
          for (const { low, high } of result.undecided) expect(low < MARGIN && high >= MARGIN).toBe(true);
        } else if ('fit' in result) {
          const weights = Object.fromEntries(
            features.map((name, i) => [name, result.fit.weights[i] as number]),
          );
          // By the diagram, which is another way.
          for (const { proven, margin, vacuous } of proveType(policy, logic, {
            ...{ weights, l2: L2, margin: 1, pairs: 0 },
          })) {
            expect(proven).toBe(true);
            if (!vacuous) expect(margin).toBeGreaterThanOrEqual(MARGIN);
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(undecided).toBeGreaterThan(4);
  });

  it('says which conditions cannot hold together', () => {
    // With propositions alone as features, exactly-one cannot be paid more than both and none.
    const policy = policyOf({
      completion_class_order: ['one', 'other'],
      completion_classes: {
        one: {
          r: [
            { a: true, b: false },
            { a: false, b: true },
          ],
        },
        other: {
          r: [
            { a: true, b: true },
            { a: false, b: false },
          ],
        },
      },
      simple_propositions: propositionsOf(['a', 'b']),
      features: { classes: false },
    });
    const logic = compileLogic(policy).responseType('r');
    if (!logic) throw new Error('no response type');
    const data = fitDataOf(
      ['a', 'b'],
      [
        { promptId: 'p', rank: 0, baseReward: 0, values: [1, 0] },
        { promptId: 'p', rank: 1, baseReward: 0, values: [0, 0] },
      ],
    );
    const result = fitProven(policy, [crispOrder(policy, logic)], data, { l2: 0.1, margin: 1 }, 0.1);
    if (!('impossible' in result)) throw new Error('it was fitted');
    // a alone beats both or none, and so does b alone: two demands whose differences cancel.
    expect(result.impossible).toHaveLength(2);
    const sum = [0, 1].map((feature) =>
      result.impossible.reduce(
        (all, { up, down }) => all + (up.values[feature] as number) - (down.values[feature] as number),
        0,
      ),
    );
    expect(sum).toEqual([0, 0]);
  });
});

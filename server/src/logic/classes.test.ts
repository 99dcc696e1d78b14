import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from './classes.ts';
import {
  arbitraryPolicy,
  assignmentsOf,
  dataOf,
  formulaHolds,
  policyOf,
  propositionsOf,
  type SmallPolicy,
} from './testing.ts';

function logicOf(policy: SmallPolicy, options: { nodeLimit?: number } = {}): ResponseTypeLogic {
  const logic = compileLogic(policyOf(dataOf(policy)), options).responseType('r');
  if (!logic) throw new Error('no response type');
  return logic;
}

const REFUSAL: SmallPolicy = {
  simple: ['refuses', 'polite', 'lectures', 'unused'],
  derived: {
    good_refusal: { refuses: true, polite: true },
    any_flaw: [{ polite: false }, { lectures: true }],
  },
  classes: {
    ideal: { good_refusal: true, lectures: false },
    acceptable: { refuses: true, any_flaw: true },
    bad: { refuses: false },
  },
  constraints: [],
};
const P: Record<string, number> = { refuses: 0.8, polite: 0.5, lectures: 0.1, unused: 0.3 };
const p = (name: string) => P[name] as number;

describe('class probabilities, by hand', () => {
  it('exact: counts models', () => {
    const exact = logicOf(REFUSAL).classProbabilities(p, 'exact');
    expect(exact.ideal).toBeCloseTo(0.8 * 0.5 * 0.9, 12);
    // refuses and (not polite or lectures)
    expect(exact.acceptable).toBeCloseTo(0.8 * (1 - 0.5 * 0.9), 12);
    expect(exact.bad).toBeCloseTo(0.2, 12);
  });

  it('product: multiplies the literals as written and normalises', () => {
    const product = logicOf(REFUSAL).classProbabilities(p, 'product');
    const ideal = 0.8 * 0.5 * (1 - 0.1);
    const acceptable = 0.8 * (1 - (1 - (1 - 0.5)) * (1 - 0.1));
    const total = ideal + acceptable + 0.2;
    expect(product.ideal).toBeCloseTo(ideal / total, 12);
    expect(product.acceptable).toBeCloseTo(acceptable / total, 12);
    expect(product.bad).toBeCloseTo(0.2 / total, 12);
  });

  it('they part where a proposition is written twice', () => {
    const twice: SmallPolicy = {
      simple: ['a', 'b'],
      derived: { both: { a: true, b: true } },
      classes: { yes: { both: true, a: true }, no: { both: false } },
      constraints: [],
    };
    const half = () => 0.5;
    expect(logicOf(twice).classProbabilities(half, 'exact')).toEqual({ yes: 0.25, no: 0.75 });
    // 0.25 * 0.5 against 0.75
    expect(logicOf(twice).classProbabilities(half, 'product').yes).toBeCloseTo(0.125 / 0.875, 12);
  });

  it('product: where nothing speaks for any class, all are zero', () => {
    const never: SmallPolicy = {
      simple: ['a'],
      derived: {},
      classes: { x: { a: true }, y: [] },
      constraints: [],
    };
    expect(logicOf(never).classProbabilities(() => 0, 'product')).toEqual({ x: 0, y: 0 });
  });

  it('influence: what certainty about a proposition would move', () => {
    const influence = logicOf(REFUSAL).classInfluence('ideal', p);
    expect(influence?.refuses).toBeCloseTo(0.5 * 0.9, 12);
    expect(influence?.lectures).toBeCloseTo(-0.8 * 0.5, 12);
    expect(logicOf(REFUSAL).classInfluence('no such class', p)).toBeUndefined();
  });
});

describe('class probabilities, by enumeration', () => {
  it('exact is the weight of the assignments in the class', () => {
    const weights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(arbitraryPolicy(7), weights, (policy, ps) => {
        const pOf = (name: string) => ps[policy.simple.indexOf(name)] as number;
        const found = logicOf(policy).classProbabilities(pOf, 'exact');
        for (const [className, formula] of Object.entries(policy.classes)) {
          let expected = 0;
          for (const assignment of assignmentsOf(policy.simple)) {
            if (!formulaHolds(policy, formula, assignment)) continue;
            expected += policy.simple.reduce(
              (w, name) => w * (assignment[name] ? pOf(name) : 1 - pOf(name)),
              1,
            );
          }
          expect(found[className]).toBeCloseTo(expected, 10);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('with certain propositions, both rules and classesOf say which classes hold', () => {
    fc.assert(
      fc.property(arbitraryPolicy(5), (policy) => {
        const logic = logicOf(policy);
        for (const assignment of assignmentsOf(policy.simple)) {
          const expected = Object.keys(policy.classes).filter((name) =>
            formulaHolds(policy, policy.classes[name] ?? [], assignment),
          );
          const certain = (name: string) => (assignment[name] ? 1 : 0);
          const above = (found: Record<string, number>) =>
            Object.keys(found).filter((name) => (found[name] as number) > 0);
          expect(logic.classesOf(assignment)).toEqual(expected);
          expect(logic.possibleClasses(assignment)).toEqual(expected);
          expect(above(logic.classProbabilities(certain, 'exact'))).toEqual(expected);
          expect(above(logic.classProbabilities(certain, 'product'))).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('classesOf with propositions left out', () => {
  it('names what holds whatever they are, and what still may', () => {
    const logic = logicOf(REFUSAL);
    expect(logic.classesOf({ refuses: false })).toEqual(['bad']);
    expect(logic.classesOf({ refuses: true })).toEqual([]);
    expect(logic.possibleClasses({ refuses: true })).toEqual(['ideal', 'acceptable']);
    expect(logic.classesOf({ refuses: true, lectures: true })).toEqual(['acceptable']);
  });
});

describe('compileLogic', () => {
  it('reads propositions in document order and classes in the order of the policy', () => {
    const policy = policyOf({
      completion_class_order: ['b', 'a', 'ghost', 'b'],
      completion_classes: {
        a: { r: { z: true } },
        late: { r: { y: false } },
        b: { r: { d: true } },
        other: { s: {} },
      },
      derived_propositions: { d: { x: true } },
      simple_propositions: propositionsOf(['z', 'y', 'x', 'w']),
    });
    const logic = compileLogic(policy);
    expect(logic.responseTypes).toEqual(['r', 's']);
    expect(logic.responseType('r')?.propositions).toEqual(['z', 'y', 'x']);
    expect(logic.responseType('r')?.classes).toEqual(['b', 'a', 'late']);
    expect(logic.responseType('s')?.propositions).toEqual([]);
    expect(logic.responseType('t')).toBeUndefined();
    expect(logic.responseType('r')).toBe(logic.responseType('r'));
  });

  it('leaves out classes that use unknown names or cycles, and says which', () => {
    const logic = logicOf({
      simple: ['a'],
      derived: {
        loop: { pool: true },
        pool: { loop: true },
        lost: { nowhere: true },
        deep: { lost: true, a: true },
      },
      classes: { fine: { a: true }, round: { loop: false }, unknown: { deep: false } },
      constraints: [],
    });
    expect(logic.incomplete).toEqual(['round', 'unknown']);
    expect(logic.classes).toEqual(['fine', 'round', 'unknown']);
    for (const rule of ['exact', 'product'] as const) {
      expect(logic.classProbabilities(() => 0.25, rule)).toEqual({ fine: rule === 'exact' ? 0.25 : 1 });
    }
    expect(logic.classesOf({ a: true })).toEqual(['fine']);
  });

  it('keeps the classes that fit where another one passes the node limit', () => {
    const policy = hard(12);
    const logic = logicOf(policy, { nodeLimit: 60 });
    expect(logic.exact.overLimit).toEqual(['hard']);
    expect(logic.classProbabilities(() => 0.5, 'exact')).toEqual({ easy: 2 ** -12, rest: 0.5 });
    expect(Object.keys(logic.classProbabilities(() => 0.5, 'product'))).toEqual(['easy', 'hard', 'rest']);
  });
});

/**
 * x0 y0 or x1 y1 or ... needs 2^n nodes when all the x come before all the y. The first class sees to that:
 * the variables are in the order of first use.
 */
function hard(n: number): SmallPolicy {
  const indices = Array.from({ length: n }, (_, index) => index);
  return {
    simple: [...indices.map((index) => `x${index}`), ...indices.map((index) => `y${index}`)],
    derived: {},
    classes: {
      easy: Object.fromEntries(indices.map((index) => [`x${index}`, true])),
      hard: indices.map((index) => ({ [`x${index}`]: true, [`y${index}`]: true })),
      rest: { x0: false },
    },
    constraints: [],
  };
}

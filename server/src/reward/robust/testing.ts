/** For tests: random policies, weights and rates, and what follows from them by enumeration alone. */
import fc from 'fast-check';
import { compileLogic } from '../../logic/classes.ts';
import {
  type Assignment,
  arbitraryPolicy,
  assignmentsOf,
  constraintHolds,
  dataOf,
  formulaHolds,
  policyOf,
  type SmallPolicy,
} from '../../logic/testing.ts';
import type { Combination } from '../../policy/model.ts';
import type { ErrorRate, ErrorRates } from './expected-rewards.ts';

export interface RobustCase {
  readonly small: SmallPolicy;
  readonly weights: Readonly<Record<string, number>>;
  readonly rates: Readonly<Record<string, ErrorRate>>;
  readonly combination: Combination;
  readonly classProbability: 'exact' | 'product';
  readonly unsafe: readonly string[];
}

const aRate = fc.oneof(
  fc.constantFrom(0, 1, 0.5, 0.05),
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.double({ min: 0, max: 0.2, noNaN: true }),
);

/** `combinations`: ways of combining, `sum` only where left out. */
export function arbitraryRobustCase(
  maxSimple = 6,
  combinations: readonly Combination[] = ['sum'],
): fc.Arbitrary<RobustCase> {
  return arbitraryPolicy(maxSimple).chain((small) =>
    fc.record({
      small: fc.constant(small),
      weights: fc.dictionary(
        fc.constantFrom(...Object.keys(small.classes), ...small.simple, '(baseline)'),
        // Quarters, so that sums are exact and ties occur.
        fc.integer({ min: -8, max: 8 }).map((quarters) => quarters / 4),
        { noNullPrototype: true },
      ),
      rates: fc
        .tuple(...small.simple.map(() => fc.record({ falseNegative: aRate, falsePositive: aRate })))
        .map((all) => Object.fromEntries(small.simple.map((name, i) => [name, all[i] as ErrorRate]))),
      combination: fc.constantFrom(...combinations),
      classProbability: fc.constantFrom<'exact' | 'product'>('exact', 'exact', 'exact', 'product'),
      unsafe: fc.subarray(Object.keys(small.classes)),
    }),
  );
}

export function buildRobust({ small, weights, rates, combination, classProbability, unsafe }: RobustCase) {
  const policy = policyOf({
    ...dataOf(small),
    reward: { combination },
    safety: { unsafe_classes: [...unsafe] },
    features: { propositions: [...small.simple], class_probability: classProbability },
  });
  const logic = compileLogic(policy).responseType('r');
  if (!logic) throw new Error('no response type');
  const { '(baseline)': baseline = 0, ...rest } = weights;
  const used: Record<string, number> = combination === 'product' ? { ...rest, '(baseline)': baseline } : rest;
  return { policy, logic, used, rates: new Map(Object.entries(rates)) satisfies ErrorRates };
}

/** Each class with each one below it. */
export function pairsOf({ small }: RobustCase): (readonly [better: string, worse: string])[] {
  const names = Object.keys(small.classes);
  return names.flatMap((better, index) => names.slice(index + 1).map((worse) => [better, worse] as const));
}

/** The combinations of a class that the constraints allow; constraints that contradict each other say nothing. */
export function combinationsOf({ small }: RobustCase, className: string): Assignment[] {
  const all = [...assignmentsOf(small.simple)];
  const kept = all.filter((a) => small.constraints.every((c) => constraintHolds(small, c, a)));
  return (kept.length > 0 ? kept : all).filter((a) => formulaHolds(small, small.classes[className] ?? [], a));
}

/** What grades that are yes or no are paid, by the definitions. */
export function rewardOfGrades(
  { small, combination, classProbability, unsafe }: RobustCase,
  used: Readonly<Record<string, number>>,
  graded: Assignment,
): number {
  const holds = (name: string) => formulaHolds(small, small.classes[name] ?? [], graded);
  const held = Object.keys(small.classes).filter(holds).length;
  const ofClass = classProbability === 'product' && held > 0 ? 1 / held : 1;
  const linear = Object.entries(used).reduce((sum, [name, weight]) => {
    if (name in small.classes) return holds(name) ? sum + weight * ofClass : sum;
    return name === '(baseline)' || graded[name] ? sum + weight : sum;
  }, 0);
  return combination === 'product' && unsafe.some(holds) ? 0 : linear;
}

/** Every combination of grades that a completion may get, with its probability. */
export function* gradesOf(
  { small }: Pick<RobustCase, 'small'>,
  rates: Readonly<Record<string, ErrorRate>>,
  truth: Assignment,
): Generator<readonly [graded: Assignment, probability: number]> {
  for (const graded of assignmentsOf(small.simple)) {
    const probability = small.simple.reduce((product, name) => {
      const { falseNegative, falsePositive } = rates[name] as ErrorRate;
      const yes = truth[name] ? 1 - falseNegative : falsePositive;
      return product * (graded[name] ? yes : 1 - yes);
    }, 1);
    if (probability > 0) yield [graded, probability];
  }
}

export function expectedRewardOf(
  each: RobustCase,
  used: Readonly<Record<string, number>>,
  rates: Readonly<Record<string, ErrorRate>>,
  truth: Assignment,
): number {
  let sum = 0;
  for (const [graded, probability] of gradesOf(each, rates, truth))
    sum += probability * rewardOfGrades(each, used, graded);
  return sum;
}

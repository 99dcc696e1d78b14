import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileLogic, type ResponseTypeLogic } from '../../logic/classes.ts';
import { policyOf, propositionsOf } from '../../logic/testing.ts';
import { composePolicy } from '../../policy/compose.ts';
import type { Policy } from '../../policy/model.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { SourceText } from '../../policy/source.ts';
import { featuresOf } from '../features.ts';
import { ClassGraph } from './class-graph.ts';
import type { GraderErrors, MeasuredRate } from './error-rates.ts';
import { proveTypeRobustly } from './robust-proof.ts';

const root = new URL('../../../../', import.meta.url);
/** The paper's released policy is not ours to ship; it is read where it lies beside the project. */
const paper = new URL('../shared/data/openai-rbr/proposition_prompts.yaml', root);
const there = existsSync(paper);
if (!there) console.warn("skipped: the paper's policy is not beside the project (../shared/data/openai-rbr)");

function policyAt(url: URL): Policy {
  return composePolicy([parsePolicy(new SourceText(url.href, readFileSync(url, 'utf8')))]);
}

/** A false negative and a false positive rate of its own for every proposition; checks are never wrong. */
function ratesOf(policy: Policy, names: readonly string[]) {
  return names.map((name, i) =>
    policy.propositions.get(name)?.check
      ? { falseNegative: 0, falsePositive: 0 }
      : { falseNegative: 0.03 + 0.01 * (i % 7), falsePositive: 0.02 + 0.015 * (i % 5) },
  );
}

function errorsOf(policy: Policy, names: readonly string[]): GraderErrors {
  const rates = ratesOf(policy, names);
  const measured = (upper: number): MeasuredRate => ({ n: 9, prompts: 9, errors: 0, estimate: 0, upper });
  return {
    grader: { kind: 'openai', fingerprint: '', summary: '' },
    confidence: 0.95,
    propositions: new Map(
      names.map((name, i) => {
        const { falseNegative, falsePositive } = rates[i] as { falseNegative: number; falsePositive: number };
        const both = { falseNegative: measured(falseNegative), falsePositive: measured(falsePositive) };
        const isCheck = policy.propositions.get(name)?.check !== undefined;
        return [name, { answers: both, probabilities: both, missing: 0, isCheck }];
      }),
    ),
  };
}

/** Every class's weight falls with its place, propositions weigh a little of either sign. */
function weightsOf(policy: Policy, logic: ResponseTypeLogic): Record<string, number> {
  const order = policy.classOrder.map(({ text }) => text);
  return Object.fromEntries(
    featuresOf(policy, logic).map(({ name, kind, of }, i) => [
      name,
      kind === 'class' ? 2 * (order.length - order.indexOf(of)) : Math.sin(i + 1),
    ]),
  );
}

/**
 * All combinations with their classes, and what each is paid on average: the table of all rewards, averaged over one
 * proposition's grades after the other. No diagram, no search.
 */
function tableOf(
  policy: Policy,
  logic: ResponseTypeLogic,
  names: readonly string[],
  weights: Record<string, number>,
) {
  const assignment = (bits: number) =>
    Object.fromEntries(names.map((name, i) => [name, ((bits >> i) & 1) === 1]));
  const classes = Array.from({ length: 2 ** names.length }, (_, bits) => logic.classesOf(assignment(bits)));
  const means = classes.map((held, bits) => {
    const yes = names.filter((_, i) => (bits >> i) & 1);
    // A class of the same name as a proposition is a feature of another name.
    const ofClasses = held.map((name) => (policy.propositions.has(name) ? `class.${name}` : name));
    return [...ofClasses, ...yes].reduce((sum, name) => sum + (weights[name] ?? 0), 0);
  });
  ratesOf(policy, names).forEach(({ falseNegative, falsePositive }, i) => {
    for (let bits = 0; bits < means.length; bits++) {
      if ((bits >> i) & 1) continue;
      const [no, yes] = [means[bits] as number, means[bits | (1 << i)] as number];
      means[bits] = (1 - falsePositive) * no + falsePositive * yes;
      means[bits | (1 << i)] = falseNegative * no + (1 - falseNegative) * yes;
    }
  });
  return { classes, means, assignment };
}

/** The margin of each pair of classes, best first, over the combinations that are `allowed`. */
function marginsOf(
  { classes, means, assignment }: ReturnType<typeof tableOf>,
  order: readonly string[],
  allowed: (assignment: Record<string, boolean>) => boolean,
): number[] {
  const least = new Map<string, number>();
  const greatest = new Map<string, number>();
  classes.forEach((held, bits) => {
    if (!allowed(assignment(bits))) return;
    for (const name of held) {
      least.set(name, Math.min(least.get(name) ?? Infinity, means[bits] as number));
      greatest.set(name, Math.max(greatest.get(name) ?? -Infinity, means[bits] as number));
    }
  });
  return order.flatMap((better, index) =>
    order.slice(index + 1).map((worse) => (least.get(better) as number) - (greatest.get(worse) as number)),
  );
}

function compare(policy: Policy, type: string, allowed: (a: Record<string, boolean>) => boolean) {
  const logic = compileLogic(policy).responseType(type);
  if (!logic) throw new Error(`no response type ${type}`);
  const names = new ClassGraph(policy, logic).propositions;
  const weights = weightsOf(policy, logic);
  const { pairs } = proveTypeRobustly(policy, logic, { weights }, errorsOf(policy, names));
  const order = policy.classOrder.map(({ text }) => text).filter((name) => logic.classes.includes(name));
  const wanted = marginsOf(tableOf(policy, logic, names, weights), order, allowed);
  expect(pairs).toHaveLength(wanted.length);
  pairs.forEach(({ expected }, index) => {
    expect(expected.margin).toBeCloseTo(wanted[index] as number, 9);
    expect(expected.atMost).toBeUndefined();
  });
}

describe('expected margins by a table of all combinations', () => {
  it.each(['hard_refuse', 'safe_refuse', 'comply'])('of the worked policy, %s', (type) => {
    compare(
      policyAt(new URL('samples/four-areas.rbr.yaml', root)),
      type,
      // Its constraints, written out.
      ({ refuses, fully_complies, illogical, offers_alternative }) =>
        !((refuses || illogical || offers_alternative) && fully_complies),
    );
  });

  it.skipIf(!there).each(['hard_refuse', 'comply'])("of the paper's policy, %s", (type) => {
    compare(policyAt(paper), type, () => true);
  });
});

describe('what is too large for a table', () => {
  it('has expected margins, and says that it does not know how likely two are turned round', () => {
    const names = Array.from({ length: 120 }, (_, i) => `p${i}`);
    const deciding = names.slice(0, 60);
    const policy = policyOf({
      completion_class_order: ['good', 'bad'],
      completion_classes: {
        good: { r: Object.fromEntries(deciding.map((name) => [name, true])) },
        bad: { r: deciding.map((name) => ({ [name]: false })) },
      },
      simple_propositions: propositionsOf(names),
      features: { propositions: names },
    });
    const logic = compileLogic(policy).responseType('r');
    if (!logic) throw new Error('no response type');
    const even: GraderErrors = errorsOf(policy, names);
    const rate: MeasuredRate = { n: 9, prompts: 9, errors: 0, estimate: 0, upper: 0.05 };
    const both = { falseNegative: rate, falsePositive: rate };
    const errors = {
      ...even,
      propositions: new Map(
        names.map((name) => [name, { answers: both, probabilities: both, missing: 0, isCheck: false }]),
      ),
    };
    const weights = { good: 1, ...Object.fromEntries(names.map((name, i) => [name, i < 60 ? 1 : 0.001])) };
    const [pair] = proveTypeRobustly(policy, logic, { weights }, errors).pairs;
    // Good: 60 true that are seen with .95, none of the rest, all right with .95^60. Bad: one fewer of the first, all of
    // the rest, and taken for good where the 59 are seen and the one is wrong.
    const good = 60 * 0.95 + 60 * 0.001 * 0.05 + 0.95 ** 60;
    const bad = 59 * 0.95 + 0.05 + 60 * 0.001 * 0.95 + 0.95 ** 59 * 0.05;
    expect(pair?.expected.margin).toBeCloseTo(good - bad, 9);
    expect(pair).toMatchObject({ inseparableAt: 1, reversal: 1, reversalAtLeast: 0 });
  });
});

/**
 * For benchmarks: proving the order of all response types of large policies, cold: every class and every proposition weighs something. Weights
 * that know nothing of the order are refuted; with the second ones, every class outweighs all propositions, and all is to be proven.
 */
import { compileLogic } from '../../server/src/logic/classes.ts';
import type { Policy } from '../../server/src/policy/model.ts';
import { type Feature, featuresOf } from '../../server/src/reward/features.ts';
import { intervalInWords } from '../../server/src/reward/prove/margin-interval.ts';
import { isOpen, type OrderProof, proveOrder } from '../../server/src/reward/prove/prove.ts';
import type { Weights } from '../../server/src/reward/weights.ts';
import { CLASSES, largePolicy, type nested, readPolicy } from './large-policies.ts';

const WEIGHTS = {
  'weights in no order': (_: Feature, index: number) => Math.sin(index + 1),
  'weights in order': ({ kind, of }: Feature, index: number) =>
    kind === 'class' ? 1000 * (CLASSES.length - CLASSES.indexOf(of)) : Math.sin(index + 1),
};

function weightsOf(policy: Policy, weigh: (feature: Feature, index: number) => number): Weights {
  const logic = compileLogic(policy);
  const responseTypes = logic.responseTypes.map((type) => {
    const compiled = logic.responseType(type);
    const features = compiled ? featuresOf(policy, compiled) : [];
    const weights = Object.fromEntries(features.map((each, index) => [each.name, weigh(each, index)]));
    return [type, { weights, l2: 1, margin: 1, pairs: 0 }] as const;
  });
  return {
    fittedOn: { fingerprint: '', completions: 0, grader: '' },
    responseTypes: Object.fromEntries(responseTypes),
  };
}

function told(proofs: readonly OrderProof[]): string[] {
  const count = (holds: (proof: OrderProof) => boolean) => proofs.filter(holds).length;
  const share = (count(isOpen) / proofs.length) * 100;
  return [
    `${count(({ proven }) => proven)} proven`,
    `${count(({ counterexample }) => counterexample !== undefined)} refuted`,
    `${count(isOpen)} open (${share.toFixed(0)} %)`,
    `${count(({ decidedBy }) => decidedBy === 'search')} decided by the search`,
    `${count((proof) => proof.marginBetween !== undefined && !isOpen(proof))} decided without the exact margin`,
  ];
}

/** One line a policy, and one a pair that is left open. */
export function benchProofs(
  policies: readonly (readonly [size: number, kind: string, layers: typeof nested])[],
): void {
  for (const [name, weigh] of Object.entries(WEIGHTS)) {
    console.log(`  ${name}`);
    let total = 0;
    const all: OrderProof[] = [];
    for (const [size, kind, layers] of policies) {
      const policy = readPolicy(largePolicy(size, layers));
      const weights = weightsOf(policy, weigh);
      const started = performance.now();
      const proofs = [...proveOrder(policy, compileLogic(policy), weights).values()].flat();
      const seconds = (performance.now() - started) / 1000;
      total += seconds;
      all.push(...proofs);
      console.log(`    ${size} propositions, ${kind}: ${seconds.toFixed(2)} s; ${told(proofs).join(', ')}`);
      for (const { better, worse, marginBetween } of proofs.filter(isOpen))
        console.log(`      ${better} > ${worse}: ${intervalInWords(...(marginBetween ?? [null, null]))}`);
    }
    console.log(`    together: ${total.toFixed(2)} s for ${all.length} pairs; ${told(all).join(', ')}`);
  }
}

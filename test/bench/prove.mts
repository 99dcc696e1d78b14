/** Proving the order of all response types of large policies, cold: every class and every proposition weighs something. */
import { compileLogic } from '../../server/src/logic/classes.ts';
import { featuresOf } from '../../server/src/reward/features.ts';
import { proveOrder } from '../../server/src/reward/prove/prove.ts';
import { largePolicy, nested, readPolicy, scattered } from '../support/large-policies.ts';

for (const size of [100, 300, 1000]) {
  for (const [name, layers] of [
    ['nested', nested],
    ['many disjunctions', scattered],
  ] as const) {
    const policy = readPolicy(largePolicy(size, layers));
    const logic = compileLogic(policy);
    const responseTypes = logic.responseTypes.map((type) => {
      const compiled = logic.responseType(type);
      const features = compiled ? featuresOf(policy, compiled) : [];
      const weights = features.map((feature, index) => [feature.name, Math.sin(index + 1)] as const);
      return [type, { weights: Object.fromEntries(weights), l2: 1, margin: 1, pairs: 0 }] as const;
    });
    const weights = {
      fittedOn: { fingerprint: '', completions: 0, grader: '' },
      responseTypes: Object.fromEntries(responseTypes),
    };
    const started = performance.now();
    const proofs = [...proveOrder(policy, compileLogic(policy), weights).values()].flat();
    const ms = performance.now() - started;
    const open = proofs.filter(({ reason }) => reason !== undefined).length;
    console.log(
      `  ${size} propositions, ${name}: ${ms.toFixed(0)} ms for ${proofs.length} pairs of classes in ${responseTypes.length} response types${open > 0 ? `, ${open} of them left open` : ''}`,
    );
  }
}

import { proofsInWords } from '../reward/prove/in-words.ts';
import { type OrderProof, proveOrder } from '../reward/prove/prove.ts';
import { openPolicy, openWeights } from './load.ts';
import { EXIT, printJson, UsageError } from './output.ts';

export interface ProveOptions {
  readonly policy: string;
  readonly weights?: string;
  readonly format: 'text' | 'json';
}

/** `rbr prove`: whether every better class is rewarded more, over all combinations of propositions. */
export async function prove(options: ProveOptions): Promise<number> {
  const { state } = await openPolicy(options.policy);
  const weights = await openWeights(state, options.weights);
  if (!weights)
    throw new UsageError(
      'No weights to prove anything of: fit them (rbr fit --out …), or name them with --weights.',
    );
  const started = performance.now();
  const proofs = proveOrder(state.policy, state.logic, weights);
  const ms = Math.round(performance.now() - started);
  if (proofs.size === 0) throw new UsageError('The weights are of none of the response types of the policy.');
  const missing = state.logic.responseTypes.filter((type) => !proofs.has(type));
  const all = [...proofs.values()].flat();
  if (options.format === 'json') {
    printJson({
      responseTypes: Object.fromEntries([...proofs].map(([type, pairs]) => [type, pairs])),
      proven: all.every(({ proven }) => proven),
      ...(missing.length > 0 && { withoutWeights: missing }),
      ms,
    });
  } else {
    process.stdout.write(text(proofs));
    if (missing.length > 0) process.stdout.write(`\nwithout weights: ${missing.join(', ')}\n`);
  }
  return all.every(({ proven }) => proven) ? EXIT.fine : EXIT.findings;
}

function text(proofs: ReadonlyMap<string, readonly OrderProof[]>): string {
  const blocks = [...proofs].map(([type, pairs]) =>
    [type, ...proofsInWords(pairs).map((line) => `  ${line}`)].join('\n'),
  );
  // What the numbers are, once.
  const legend = 'Proven leads are what a reward model would have to outweigh to turn the order round.';
  return `${blocks.join('\n\n')}\n\n${legend}\n`;
}

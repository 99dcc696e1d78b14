import { proofsInWords } from '../../reward/prove/in-words.ts';
import { type OrderProof, proveOrder } from '../../reward/prove/prove.ts';
import { proveRobustly } from '../../reward/robust/robust-proof.ts';
import { evidenceOf } from '../../reward/robust/run-evidence.ts';
import { readRun } from '../evaluate/runs.ts';
import { openPolicy, openWeights } from '../load.ts';
import { EXIT, printJson, UsageError } from '../output.ts';
import { graderErrorJson, withGraderError } from './grader-error-json.ts';
import { graderErrorText } from './grader-error-text.ts';

export interface ProveOptions {
  readonly policy: string;
  readonly weights?: string;
  /** A run of `rbr evaluate --save`. */
  readonly graderError?: string;
  readonly format: 'text' | 'json';
}

/**
 * `rbr prove`: whether every better class is rewarded more, over all combinations of propositions; and on average over
 * the wrong grades that a run has measured.
 */
export async function prove(options: ProveOptions): Promise<number> {
  const run = options.graderError === undefined ? undefined : await readRun(options.graderError);
  const { state } = await openPolicy(options.policy);
  const weights = await openWeights(state, options.weights);
  if (!weights)
    throw new UsageError(
      'No weights to prove anything of: fit them (rbr fit --out …), or name them with --weights.',
    );
  const evidence = run && evidenceOf(state.policy, run);
  if (evidence && 'reason' in evidence)
    throw new UsageError(`${run.name} says nothing of how the grader errs: ${evidence.reason}.`);
  const started = performance.now();
  const proofs = proveOrder(state.policy, state.logic, weights);
  const robust = evidence && proveRobustly(state.policy, state.logic, weights, evidence.errors);
  const ms = Math.round(performance.now() - started);
  if (proofs.size === 0) throw new UsageError('The weights are of none of the response types of the policy.');
  const missing = state.logic.responseTypes.filter((type) => !proofs.has(type));
  const all = [...proofs.values()].flat();
  const proven = all.every((each) => each.proven);
  const isExpected = [...(robust?.values() ?? [])].every(({ pairs }) =>
    pairs.every(({ expected }) => expected.proven),
  );
  if (options.format === 'json') {
    printJson({
      responseTypes: robust ? withGraderError(proofs, robust) : Object.fromEntries(proofs),
      proven,
      ...(evidence && robust && graderErrorJson(state.policy, evidence, robust, isExpected)),
      ...(missing.length > 0 && { withoutWeights: missing }),
      ms,
    });
  } else {
    process.stdout.write(text(proofs));
    if (evidence && robust) process.stdout.write(`\n${graderErrorText(state.policy, evidence, robust)}`);
    if (missing.length > 0) process.stdout.write(`\nwithout weights: ${missing.join(', ')}\n`);
  }
  return proven && isExpected ? EXIT.fine : EXIT.findings;
}

function text(proofs: ReadonlyMap<string, readonly OrderProof[]>): string {
  const blocks = [...proofs].map(([type, pairs]) =>
    [type, ...proofsInWords(pairs).map((line) => `  ${line}`)].join('\n'),
  );
  // What the numbers are, once.
  const legend =
    'Margins are proven for correct grades. They are what a reward model would have to outweigh to turn the order round.';
  return `${blocks.join('\n\n')}\n\n${legend}\n`;
}

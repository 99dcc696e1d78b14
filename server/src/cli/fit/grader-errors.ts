import { inList } from '../../policy/lists.ts';
import type { Policy } from '../../policy/model.ts';
import type { GraderErrors } from '../../reward/robust/error-rates.ts';
import { whyNotExpected } from '../../reward/robust/expected-proof.ts';
import { evidenceOf } from '../../reward/robust/run-evidence.ts';
import { readRun } from '../evaluate/runs.ts';
import { note, UsageError } from '../output.ts';

/** How often the grader of a saved run errs, with what there is to know of the run said on standard error. */
export async function graderErrorsOf(policy: Policy, path: string): Promise<GraderErrors> {
  const reason = whyNotExpected(policy);
  if (reason !== undefined)
    throw new UsageError(`--grader-error: nothing can be proven on average: ${reason}.`);
  const run = await readRun(path);
  const evidence = evidenceOf(policy, run);
  if ('reason' in evidence)
    throw new UsageError(`${run.name} says nothing of how the grader errs: ${evidence.reason}.`);
  const { otherWording, wordingKnown, unreliable, errors } = evidence;
  if (otherWording.length > 0)
    note(
      `${run.name} asked about ${inList(otherWording)} in other words than the policy does now: its error rates are those of another question. Evaluate again with --save.`,
    );
  if (!wordingKnown)
    note(`${run.name} does not tell in which words it asked: it may have been another question.`);
  if (unreliable.length > 0)
    note(`the grader of ${run.name} does not itself rely on its answers for ${inList(unreliable)}`);
  return errors;
}

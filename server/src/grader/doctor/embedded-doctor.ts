import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { CrossValidation } from '../embedded/cross-validate.ts';
import { LABELS_NEEDED } from '../embedded/gate.ts';
import { learnableOf } from '../embedded/lesson.ts';
import { Examination, type Step } from './examination.ts';

export interface EmbeddedPatient {
  readonly policy: Policy;
  readonly completions: readonly SampleCompletion[];
  /** Takes seconds; undefined where nothing could be learnt. */
  validate(): Promise<CrossValidation | undefined>;
}

/** Below it a proposition's grades are little better than guesses. */
const GOOD_AUROC = 0.8;

/** Whether there are labels enough for the embedded grader, and how well it does on those that it has not seen. */
export async function examineEmbedded(
  { policy, completions, validate }: EmbeddedPatient,
  tell: (step: Step) => void,
): Promise<readonly Step[]> {
  const examination = new Examination(['samples', 'propositions'], tell);
  const labelled = completions.filter(({ labels }) => Object.keys(labels).length > 0);
  const prompts = new Set(labelled.map(({ promptId }) => promptId)).size;
  const found = `${labelled.length} of ${completions.length} completions have labels, of ${prompts} prompts.`;
  const cure =
    'Label completions under `propositions`, in files that the policy names under `samples`; or set up a model.';
  if (labelled.length === 0) examination.fail('samples', found, cure);
  else {
    examination.ok('samples', found);
    propositions(policy, await validate(), examination);
  }
  examination.skipRest();
  return examination.steps;
}

function propositions(
  policy: Policy,
  validation: CrossValidation | undefined,
  examination: Examination,
): void {
  const names = learnableOf(policy).map(({ name }) => name.text);
  const good: string[] = [];
  const lines: string[] = [];
  for (const name of names) {
    const quality = validation?.quality[name];
    if (!quality) lines.push(`${name}: no labels of both kinds`);
    else if (!quality.reliable || quality.auroc === null)
      lines.push(
        `${name}: ${quality.positives} of ${quality.n} labels are true, ${LABELS_NEEDED} of either kind are needed`,
      );
    else if (quality.auroc < GOOD_AUROC)
      lines.push(
        `${name}: AUROC ${quality.auroc.toFixed(2)} on labels not learnt from, too near to guessing (0.5)`,
      );
    else good.push(`${name} ${quality.auroc.toFixed(2)}`);
  }
  const relied = `${good.length} of ${names.length} propositions can be relied on${good.length > 0 ? ` (AUROC on labels not learnt from: ${good.join(', ')})` : ''}.`;
  const found = lines.length === 0 ? relied : `${relied} ${lines.join('; ')}.`;
  const cure = `Label more completions, at least ${LABELS_NEEDED} of either kind and of several prompts; give the proposition \`cues\`; or set up a model.`;
  if (lines.length === 0) examination.ok('propositions', found);
  else if (good.length > 0) examination.warn('propositions', found, cure);
  else examination.fail('propositions', found, cure);
}

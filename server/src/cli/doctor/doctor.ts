import { examineEmbedded } from '../../grader/doctor/embedded-doctor.ts';
import type { Step } from '../../grader/doctor/examination.ts';
import { examineModel } from '../../grader/doctor/model-doctor.ts';
import { crossValidate } from '../../grader/embedded/cross-validate.ts';
import type { Spending } from '../../grader/llm/calls/meter.ts';
import { openPolicy, trainingCompletions } from '../load.ts';
import { dollars } from '../model/open-model.ts';
import type { ModelOptions } from '../model/options.ts';
import { EXIT, printJson, UsageError } from '../output.ts';
import { patientOf } from './patient.ts';

export interface DoctorOptions extends ModelOptions {
  readonly policy?: string;
  readonly grader: 'embedded' | 'openai';
  readonly train?: readonly string[];
  readonly format: 'text' | 'json';
}

/** `rbr doctor`: whether the grader works from end to end, and if not, what mends it. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const say = options.format === 'text' ? (step: Step) => process.stdout.write(lines(step)) : () => undefined;
  const { steps, spent } =
    options.grader === 'embedded' ? await ofEmbedded(options, say) : await ofModel(options, say);
  const failed = steps.find(({ state }) => state === 'failed');
  if (options.format === 'json')
    printJson({ ok: failed === undefined, grader: options.grader, steps, ...(spent && { spent }) });
  else process.stdout.write(`\n${summary(steps, spent)}\n`);
  return failed ? EXIT.findings : EXIT.fine;
}

interface Outcome {
  readonly steps: readonly Step[];
  readonly spent?: Spending;
}

async function ofModel(options: DoctorOptions, tell: (step: Step) => void): Promise<Outcome> {
  const policy = options.policy === undefined ? undefined : (await openPolicy(options.policy)).state.policy;
  return examineModel(patientOf(options, policy?.grader, process.env), { tell });
}

async function ofEmbedded(
  { policy: path, train }: DoctorOptions,
  tell: (step: Step) => void,
): Promise<Outcome> {
  if (path === undefined)
    throw new UsageError('The embedded grader learns a policy from its samples: name it with --policy.');
  const { workspace, state } = await openPolicy(path);
  const completions = await trainingCompletions(workspace, state, train);
  const { policy } = state;
  const validate = () => crossValidate(policy, completions);
  return { steps: await examineEmbedded({ policy, completions, validate }, tell) };
}

const MARKS: Readonly<Record<Step['state'], string>> = { ok: '✓', warning: '!', failed: '✗', skipped: '-' };

function lines({ title, state, found, cure }: Step): string {
  return `${MARKS[state]} ${title}: ${found}\n${cure === undefined ? '' : `  → ${cure}\n`}`;
}

function summary(steps: readonly Step[], spent: Spending | undefined): string {
  const count = (state: Step['state']) => steps.filter((step) => step.state === state).length;
  const verdict = count('failed') > 0 ? 'The grader does not work.' : 'The grader works.';
  const warnings = count('warning') > 0 ? ` ${count('warning')} to look at.` : '';
  if (!spent || spent.calls === 0) return `${verdict}${warnings}`;
  const cost = spent.costUsd === null ? 'price unknown' : dollars(spent.costUsd);
  return `${verdict}${warnings} ${spent.calls} calls, ${cost}.`;
}

import { NodeLimitError } from '../../logic/diagram.ts';
import type { Sign } from '../../reward/fit/fit.ts';
import type { FitInput } from '../../reward/fit/fit-input.ts';
import { fitTypes } from '../../reward/fit/fit-types.ts';
import { FittedLines } from '../../reward/fit/fitted-lines.ts';
import { gradedInput } from '../../reward/fit/graded-rows.ts';
import { leftOutInWords, missingAmong } from '../../reward/left-out.ts';
import { StrangeFeatures } from '../../reward/prove/fit-proven.ts';
import { SearchCutShort } from '../../reward/robust/expected-order.ts';
import { PromptGroups } from '../../samples/prompt-groups.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import { type GradersOptions, gradeAll } from '../grade-all.ts';
import { allCompletions, inputFiles, openPolicy, ownCompletions, Unread, unreadOfTraining } from '../load.ts';
import { withOrderings } from '../orderings.ts';
import { refuseInput } from '../out-path.ts';
import { note, UsageError } from '../output.ts';
import { readFeatureFiles } from './feature-files.ts';
import { finish } from './finish.ts';
import { graderErrorsOf } from './grader-errors.ts';

export type FitCommandOptions = GradersOptions & {
  readonly policy: string;
  readonly samples?: readonly string[];
  readonly features?: readonly string[];
  readonly rewards?: string;
  readonly test?: readonly string[];
  readonly holdout?: number;
  readonly orderings?: string;
  readonly margin: number;
  readonly l2: number | 'cv';
  readonly sign?: readonly (readonly [string, Sign])[];
  readonly fix?: readonly (readonly [string, number])[];
  readonly baseReward: boolean;
  readonly bootstrap?: number;
  readonly prove?: number;
  /** A run of `rbr evaluate --save`. */
  readonly graderError?: string;
  readonly method: 'exact' | 'adamw';
  readonly lr: number;
  readonly weightDecay: number;
  readonly iterations: number;
  readonly trainFraction: number;
  readonly ignoreFeatures?: readonly string[];
  readonly seed: number;
  readonly out?: string;
  readonly allowMissing?: number;
  readonly format: 'text' | 'json';
};

/** `rbr fit`: the weights of the linear reward, with the certificate of their optimality. */
export async function fitCommand(options: FitCommandOptions): Promise<number> {
  if (options.method === 'adamw' && options.prove !== undefined)
    throw new UsageError(
      '--method adamw follows its rule whatever the order; --prove goes with the exact fit.',
    );
  if (options.graderError !== undefined && options.prove === undefined)
    throw new UsageError(
      '--grader-error goes with --prove: it says of which grades the order is to be proven.',
    );
  const { workspace, state } = await openPolicy(options.policy);
  const graderErrors =
    options.graderError === undefined ? undefined : await graderErrorsOf(state.policy, options.graderError);
  await refuseInput('--out', options.out, [
    ...state.files.map(({ source }) => source.uri),
    ...(await inputFiles([...(options.samples ?? []), ...(options.train ?? [])])),
    ...(options.features ?? []),
    ...(options.test ?? []),
    options.orderings,
    options.rewards,
    options.graderError,
  ]);
  const policy =
    options.orderings === undefined ? state.policy : await withOrderings(state.policy, options.orderings);
  const unread = new Unread();
  const read = await readInput(workspace, { ...state, policy }, options, unread);
  const { input } = read;
  let missing = missingAmong(input.leftOut);
  for (const sentence of leftOutInWords(input.leftOut)) note(sentence);
  sayAbsent(input.absent);
  if (input.unreliable)
    note(
      `the grader itself does not rely on its answers for ${input.unreliable.join(', ')}: too few labels; weights that rest on them are no better`,
    );
  if (input.byType.size === 0)
    throw new UsageError('Nothing could be fitted: no response type has ranked completions.');
  const signs = new Map([...policy.reward.signs, ...(options.sign ?? [])]);
  const fixed = new Map([...policy.reward.fixed, ...(options.fix ?? [])]);
  checkFeatures(
    input,
    [...(options.sign ?? []), ...(options.fix ?? [])].map(([name]) => name),
  );
  const report = await fitTypes(policy, state.logic, input, {
    l2: options.l2,
    margin: options.margin,
    signs,
    fixed,
    seed: options.seed,
    holdout: options.holdout,
    bootstrap: options.bootstrap,
    prove: options.prove,
    graderErrors,
    ...(options.test && {
      test: async (features) => {
        const { prompts, lines } = read;
        const test = await readTest({ ...state, policy }, workspace, options, {
          unread,
          features,
          prompts,
          lines,
        });
        sayAbsent(test.absent, 'of the test data: ');
        for (const sentence of leftOutInWords(test.leftOut)) note(`of the test data: ${sentence}`);
        missing += missingAmong(test.leftOut);
        return test;
      },
    }),
    ...(options.method === 'adamw' && {
      adamw: {
        learningRate: options.lr,
        weightDecay: options.weightDecay,
        iterations: options.iterations,
        trainShare: options.trainFraction,
        ignored: new Set(options.ignoreFeatures),
      },
    }),
  }).catch((error: unknown) => {
    if (error instanceof NodeLimitError)
      throw new UsageError(
        '--grader-error: the classes do not fit into a decision diagram, so nothing can be proven on average.',
      );
    if (error instanceof SearchCutShort)
      throw new UsageError(`--grader-error: ${error.message}, so nothing can be proven on average.`);
    if (error instanceof StrangeFeatures)
      throw new UsageError(
        `--prove: the data have features that the policy does not have (${error.features.join(', ')}), and nothing can be proven of weights on them.`,
      );
    throw error;
  });
  return finish(policy, report, { missing, unreadable: unread.count }, options);
}

/** Zero may be what is meant, as in sparse data; whether it is, only the author of the file knows. */
function sayAbsent(absent: FitInput['absent'] = [], where = ''): void {
  for (const { responseType, feature, lines, of } of absent)
    note(
      `${where}${lines} of ${of} lines of ${responseType} ${lines === 1 ? 'has' : 'have'} no feature "${feature}": taken for 0 there`,
    );
}

async function readInput(
  workspace: Workspace,
  state: PolicyState,
  options: FitCommandOptions,
  unread: Unread,
  fittedOn?: PromptGroups,
): Promise<ReadInput> {
  const { features, samples, rewards, baseReward: useBaseReward } = options;
  if (features) {
    const lines = new FittedLines();
    const read = { useBaseReward, rewards, unread, ...(options.test && { fitted: lines }) };
    return { input: await readFeatureFiles(state.policy, features, read), lines };
  }
  const all = samples
    ? await allCompletions(samples, unread)
    : await ownCompletions(workspace, state, unread);
  if (all.length === 0)
    throw new UsageError('No completions to fit on: name some with --samples or --features.');
  const completions = fittedOn
    ? all.filter(({ conversation }) => fittedOn.of(conversation).length === 0)
    : all;
  if (completions.length < all.length)
    note(
      `${all.length - completions.length} of ${all.length} completions to test on are not held out: their prompts, or near-duplicates, were fitted on. They are left out.`,
    );
  if (completions.length === 0) throw new UsageError('No completion of --test is held out from the fit.');
  const { graded } = await gradeAll(workspace, state, completions, options, {
    unread: unreadOfTraining(unread, samples ?? [], options.train),
  });
  const input = gradedInput(state.policy, state.logic, graded, { useBaseReward, grader: options.grader });
  return { input, prompts: new PromptGroups(completions.map(({ conversation }) => conversation)) };
}

interface ReadInput {
  readonly input: FitInput;
  /** Of samples. */
  readonly prompts?: PromptGroups;
  /** Of feature files. */
  readonly lines?: FittedLines;
}

/** Held-out data are read as those that were fitted on, with the features of the fit. */
async function readTest(
  state: PolicyState,
  workspace: Workspace,
  options: FitCommandOptions,
  {
    unread,
    features,
    prompts,
    lines,
  }: {
    readonly unread: Unread;
    readonly features: ReadonlyMap<string, readonly string[]>;
    readonly prompts: PromptGroups | undefined;
    readonly lines: FittedLines | undefined;
  },
): Promise<FitInput> {
  const { test = [], rewards, baseReward: useBaseReward } = options;
  if (options.features)
    return readFeatureFiles(state.policy, test, {
      ...{ useBaseReward, rewards, unread, features },
      ...(lines && { heldOutFrom: lines }),
    });
  return (await readInput(workspace, state, { ...options, samples: test }, unread, prompts)).input;
}

function checkFeatures({ byType }: FitInput, names: readonly string[]): void {
  const known = new Set([...byType.values()].flatMap(({ data }) => data.features));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new UsageError(
      `No feature ${unknown.map((name) => `"${name}"`).join(', ')}; there are ${[...known].join(', ')}.`,
    );
}

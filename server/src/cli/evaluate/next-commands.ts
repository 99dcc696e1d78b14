import type { VerdictLine } from '../../reward/evaluate/in-words/verdict-line.ts';
import type { WorstCompletion } from '../../reward/evaluate/listed-worst.ts';
import { weightsUriFor } from '../../reward/weights.ts';
import { OPENAI } from '../model/options.ts';
import { toPath, toUri } from '../paths.ts';
import { commandLine, option, pathWord } from '../shell.ts';
import type { EvaluateOptions } from './options.ts';

/** More paths than these make a command that nobody reads; the files of the completions stand in for them. */
const MOST_PATHS = 8;

/**
 * The command that shows the worst completions as they were graded here: with the same samples and the same grader, since
 * what a local grader learns hangs on both. Undefined where there are none, or where they cannot be read again.
 */
export function lookCommand(
  samples: readonly string[],
  options: EvaluateOptions,
  worst: readonly WorstCompletion[],
): string | undefined {
  if (worst.length === 0 || samples.includes('-')) return undefined;
  const paths = samples.length > MOST_PATHS ? [...new Set(worst.map(({ file }) => file))] : samples;
  const ids = [...new Set(worst.map(({ id }) => id))];
  return commandLine([...showWords(paths, options), ...ids.flatMap((id) => option('--id', id))]);
}

/** `hasBase`: whether completions have scores of a reward model. The verdict with what does each next step, where one command does. */
export function withCommands(
  lines: readonly VerdictLine[],
  samples: readonly string[],
  options: EvaluateOptions,
  { look, hasBase }: { readonly look: string | undefined; readonly hasBase: boolean },
): VerdictLine[] {
  return lines.map((line) => {
    const command = line.action === 'look' ? look : commandOf(line, samples, options, hasBase);
    return { ...line, ...(command !== undefined && { command }) };
  });
}

function commandOf(
  { action, propositions: [first] = [] }: VerdictLine,
  samples: readonly string[],
  options: EvaluateOptions,
  hasBase: boolean,
): string | undefined {
  const isStandardInput = samples.includes('-');
  const policy = option('--policy', options.policy);
  const files = samples.map(pathWord);
  switch (action) {
    case 'ask':
      return options.grader === 'openai'
        ? commandLine(['doctor', ...policy, ...graderWords(options)])
        : undefined;
    case 'check':
      return isStandardInput ? undefined : commandLine(['check', pathWord(options.policy), ...files]);
    case 'inspect':
      return first === undefined || isStandardInput
        ? undefined
        : commandLine([...showWords(samples, options), ...option('--disagreeing', first)]);
    case 'fit':
      return commandLine([
        ...['fit', ...policy],
        ...(isStandardInput ? [] : ['--samples', ...files]),
        ...(hasBase ? [] : ['--no-base-reward']),
        ...['--prove', '0.25', '--out', pathWord(fittedName(options))],
      ]);
    case 'keep':
      return isStandardInput
        ? undefined
        : commandLine([
            ...['evaluate', ...files, ...policy, ...graderWords(options), ...dataWords(options)],
            ...['--save', 'before.json'],
          ]);
    default:
      return undefined;
  }
}

/** Beside the policy, where the other commands look for it, unless other weights are in use. */
function fittedName({ policy, weights }: EvaluateOptions): string {
  return weights ?? toPath(weightsUriFor(toUri(policy)));
}

function showWords(samples: readonly string[], options: EvaluateOptions): string[] {
  const { train, weights } = options;
  return [
    'show',
    ...samples.map(pathWord),
    ...option('--policy', options.policy),
    ...graderWords(options),
    ...dataWords({ ...(train && { train }), ...(weights !== undefined && { weights }) }),
  ];
}

/** What else the figures were computed from. */
function dataWords({
  train = [],
  weights,
  rewards,
  orderings,
  weightsAlone,
  merge = new Map(),
}: Pick<
  EvaluateOptions,
  'train' | 'weights' | 'rewards' | 'orderings' | 'weightsAlone' | 'merge'
>): string[] {
  return [
    ...(train.length > 0 ? ['--train', ...train.map(pathWord)] : []),
    ...(weights === undefined ? [] : option('--weights', weights)),
    ...(rewards === undefined ? [] : option('--rewards', rewards)),
    ...(orderings === undefined ? [] : option('--orderings', orderings)),
    ...(weightsAlone === undefined ? [] : option('--weights-alone', weightsAlone)),
    ...[...merge].flatMap(([name, types]) => option('--merge', `${name}=${types.join(',')}`)),
  ];
}

/** Never a header: there are keys in them. */
function graderWords(options: EvaluateOptions): string[] {
  if (options.grader !== 'openai') return options.grader === 'labels' ? ['--grader', 'labels'] : [];
  const { model, baseUrl, mode } = options;
  return [
    ...['--grader', 'openai'],
    ...(model === undefined ? [] : option('--model', model)),
    ...(baseUrl === OPENAI ? [] : option('--base-url', baseUrl)),
    ...(mode === 'auto' ? [] : ['--mode', mode]),
  ];
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Grader } from '../grader/grader.ts';
import { CallError, RunStopped } from '../grader/llm/chat.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import type { PolicyState } from '../workspace/workspace.ts';
import { dryRun } from './grade/dry-run.ts';
import { inOrder } from './grade/in-order.ts';
import { type GradedLine, lineOf, sampleHash } from './grade/line.ts';
import { neededOf, openLocalGrader } from './grade/open-grader.ts';
import { OutFile } from './grade/out-file.ts';
import { Progress } from './grade/progress.ts';
import { completionsOf, openPolicy, openWeights } from './load.ts';
import { openModelRun } from './model/open-model.ts';
import type { ModelOptions } from './model/options.ts';
import { EXIT, note, UsageError } from './output.ts';

export interface GradeOptions extends ModelOptions {
  readonly policy: string;
  readonly grader: 'embedded' | 'labels' | 'openai';
  readonly train?: readonly string[];
  readonly weights?: string;
  readonly propositions?: readonly string[];
  readonly out?: string;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
}

/** `rbr grade`: one JSON line per completion, in the order of the input, in memory that does not grow with it. */
export async function grade(samples: readonly string[], options: GradeOptions): Promise<number> {
  const { propositions, resume = false } = options;
  if (resume && options.out === undefined)
    throw new UsageError('--resume goes on with a file: name it with --out.');
  const { workspace, state } = await openPolicy(options.policy);
  const weights = await openWeights(state, options.weights);
  const unknown = propositions?.find((name) => !state.policy.propositions.has(name));
  if (unknown !== undefined) throw new UsageError(`The policy has no proposition "${unknown}".`);

  const model = options.grader === 'openai' ? await openModelRun(state, options) : undefined;
  const needed = (completion: SampleCompletion) => propositions ?? neededOf(state, weights, completion);
  try {
    if (options.dryRun) {
      if (!model) throw new UsageError('--dry-run is for --grader openai: the others cost nothing.');
      return await dryRun(model, completionsOf(samples), needed);
    }
    const interrupt = interruption();
    const grader = model
      ? await model.open(interrupt.signal)
      : await openLocalGrader(workspace, state, {
          ...options,
          grader: options.grader as 'embedded' | 'labels',
        });
    const asked = model ? needed : () => propositions;
    const run = { state, weights, grader, asked, interrupt };
    return await gradeInto(run, samples, options, model ? () => model.spent() : () => '');
  } finally {
    model?.close();
  }
}

interface Run {
  readonly state: PolicyState;
  readonly weights: Weights | undefined;
  readonly grader: Grader;
  readonly asked: (completion: SampleCompletion) => readonly string[] | undefined;
  readonly interrupt: AbortController;
}

async function gradeInto(
  run: Run,
  samples: readonly string[],
  { out, resume = false, concurrency, propositions }: GradeOptions,
  spent: () => string,
): Promise<number> {
  const gradedBy = fingerprintOf(run, propositions);
  const file = out === undefined ? undefined : await OutFile.open(out, gradedBy, { resume });
  const write = file ? (line: GradedLine) => file.write(line) : writeToStandardOutput;
  const counts = { graded: 0, there: 0, withErrors: 0 };
  const progress = new Progress(spent);
  let failure: unknown;
  try {
    for await (const line of inOrder(stillToDo(samples, file, counts), concurrency, (each) =>
      graded(run, gradedBy, each),
    )) {
      await write(line);
      counts.graded++;
      if (line.errors) counts.withErrors++;
      progress.add();
    }
  } catch (error) {
    failure = error;
  }
  progress.end();
  await file?.close({ isComplete: failure === undefined });
  note(summary(counts, spent()));
  if (failure === undefined) {
    if (counts.graded + counts.there > 0) return EXIT.fine;
    throw new UsageError('No completion could be read: there was nothing to grade.');
  }
  const goOn =
    out === undefined
      ? 'What was answered is remembered and costs nothing again.'
      : '`--resume` goes on from here.';
  if (run.interrupt.signal.aborted) {
    note(`Interrupted. ${goOn}`);
    return EXIT.interrupted;
  }
  if (failure instanceof RunStopped || failure instanceof CallError)
    throw new UsageError(`${failure.message} ${goOn}`);
  throw failure;
}

async function* stillToDo(
  samples: readonly string[],
  file: OutFile | undefined,
  counts: { there: number },
): AsyncGenerator<SampleCompletion> {
  for await (const completion of completionsOf(samples)) {
    if (file?.claim(completion.id, sampleHash(completion))) counts.there++;
    else yield completion;
  }
}

async function graded(
  { state, weights, grader, asked, interrupt: { signal } }: Run,
  gradedBy: string,
  completion: SampleCompletion,
): Promise<GradedLine> {
  signal.throwIfAborted();
  const propositions = asked(completion);
  const grades = await grader.grade(completion, { signal, ...(propositions && { propositions }) });
  return lineOf({ state, gradedBy, ...(weights && { weights }) }, completion, grades);
}

/** A slow reader slows the grading instead of filling memory. */
async function writeToStandardOutput(line: GradedLine): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
}

/** The first interrupt ends the run in order; the second at once. */
function interruption(): AbortController {
  const abort = new AbortController();
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
  });
  return abort;
}

/** Of all that a line depends on besides its sample. */
function fingerprintOf({ state, weights, grader }: Run, propositions: readonly string[] | undefined): string {
  const texts = state.files.map(({ source }) => source.text);
  const parts = JSON.stringify([grader.fingerprint, texts, weights, propositions]);
  const digest = createHash('sha256').update(parts).digest('hex').slice(0, 16);
  return `${grader.fingerprint.split(':').slice(0, -1).join(':') || grader.kind}:${digest}`;
}

function summary(
  { graded, there, withErrors }: { graded: number; there: number; withErrors: number },
  spent: string,
) {
  return [
    `${graded} completions graded`,
    ...(there > 0 ? [`${there} were there already`] : []),
    ...(withErrors > 0 ? [`${withErrors} with errors`] : []),
    ...(spent === '' ? [] : [spent]),
  ].join('; ');
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { CallError, RunStopped } from '../grader/llm/chat/chat.ts';
import { wantedPropositions } from '../reward/verdict.ts';
import type { Weights } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { responseTypeOf } from '../samples/names.ts';
import type { PolicyState } from '../workspace/workspace.ts';
import { dryRun } from './grade/dry-run.ts';
import { inOrder } from './grade/in-order.ts';
import { refusePaidGrades } from './grade/known-lines.ts';
import { type GradedLine, lineOf, sampleHash } from './grade/line.ts';
import { type LocalGrader, openLocalGrader } from './grade/open-grader.ts';
import { OutFile } from './grade/out-file.ts';
import { Progress } from './grade/progress.ts';
import { RunCounts, runInWords } from './grade/run-counts.ts';
import { untilAborted } from './grade/until-aborted.ts';
import { endInOrder } from './interrupts.ts';
import { completionsOf, inputFiles, openPolicy, openWeights, Unread, unreadOfTraining } from './load.ts';
import { openModelRun } from './model/open-model.ts';
import type { ModelOptions } from './model/options.ts';
import { refuseInput } from './out-path.ts';
import { EXIT, exitOf, note, printJson, UsageError } from './output.ts';

export interface GradeOptions extends ModelOptions {
  readonly policy: string;
  readonly grader: 'embedded' | 'labels' | 'openai';
  readonly train?: readonly string[];
  readonly weights?: string;
  readonly propositions?: readonly string[];
  readonly out?: string;
  readonly resume?: boolean;
  readonly dryRun?: boolean;
  readonly allowMissing?: number;
  readonly format: 'text' | 'json';
}

/** `rbr grade`: one JSON line per completion, in the order of the input, in memory that does not grow with it. */
export async function grade(samples: readonly string[], options: GradeOptions): Promise<number> {
  const { propositions, resume = false } = options;
  if (resume && options.out === undefined)
    throw new UsageError('--resume goes on with a file: name it with --out.');
  if (options.format === 'json' && options.out === undefined && !options.dryRun)
    throw new UsageError(
      '--format json prints the summary in place of the lines: name a file for those with --out.',
    );
  const { workspace, state } = await openPolicy(options.policy);
  const weights = await openWeights(state, options.weights);
  const unknown = propositions?.find((name) => !state.policy.propositions.has(name));
  if (unknown !== undefined) throw new UsageError(`The policy has no proposition "${unknown}".`);
  await refuseOut(samples, options, state);

  const interrupt = endInOrder();
  const model = options.grader === 'openai' ? await openModelRun(state, options) : undefined;
  const needed = (completion: SampleCompletion) => {
    const responseType = responseTypeOf(completion, state.policy);
    const logic = responseType === undefined ? undefined : state.logic.responseType(responseType);
    return wantedPropositions(state.policy, logic, weights, propositions);
  };
  const unread = new Unread();
  try {
    if (options.dryRun) {
      if (!model) throw new UsageError('--dry-run is for --grader openai: the others cost nothing.');
      return await dryRun(model, completionsOf(samples), needed);
    }
    const grader = model
      ? await model.open(interrupt)
      : await openLocalGrader(
          workspace,
          state,
          { ...options, grader: options.grader as 'embedded' | 'labels' },
          unreadOfTraining(unread, samples, options.train),
        );
    const asked = model ? needed : () => propositions;
    const run = { state, weights, grader, asked, interrupt, unread };
    return await gradeInto(run, samples, options, model ? () => model.spent() : () => '');
  } catch (error) {
    if (!interrupt.aborted) throw error;
    note(`0 completions graded${model ? `; ${model.spent()}` : ''}`);
    note('Interrupted before the first completion.');
    return EXIT.interrupted;
  } finally {
    model?.close();
  }
}

/** Before anything is asked: what may not be written in the end. */
async function refuseOut(
  samples: readonly string[],
  { out, resume, train, weights, dryRun }: GradeOptions,
  { files }: PolicyState,
): Promise<void> {
  if (out === undefined || dryRun) return;
  const policies = files.map(({ source }) => source.uri);
  await refuseInput('--out', out, [
    ...policies,
    weights,
    ...(await inputFiles([...samples, ...(train ?? [])])),
  ]);
  if (!resume) await refusePaidGrades(out);
}

interface Run {
  readonly unread: Unread;
  readonly state: PolicyState;
  readonly weights: Weights | undefined;
  readonly grader: LocalGrader;
  readonly asked: (completion: SampleCompletion) => readonly string[] | undefined;
  readonly interrupt: AbortSignal;
}

async function gradeInto(
  run: Run,
  samples: readonly string[],
  { out, resume = false, concurrency, propositions, allowMissing, format }: GradeOptions,
  spent: () => string,
): Promise<number> {
  const gradedBy = fingerprintOf(run, propositions);
  const { unread } = run;
  const counts = new RunCounts(run, propositions, unread);
  const hasVerdict = (line: Parameters<RunCounts['hasVerdict']>[0]) => counts.hasVerdict(line);
  const file = out === undefined ? undefined : await OutFile.open(out, gradedBy, { resume, hasVerdict });
  const write = file ? (line: GradedLine) => file.write(line) : writeToStandardOutput;
  const progress = new Progress(spent);
  let failure: unknown;
  try {
    const completions = untilAborted(completionsOf(samples, unread), run.interrupt);
    const items = stillToDo(completions, file, counts);
    for await (const line of inOrder(items, concurrency, (each) => graded(run, gradedBy, each))) {
      await write(line);
      counts.addGraded(line);
      progress.add();
    }
  } catch (error) {
    failure = error;
  }
  progress.end();
  try {
    await file?.close({ isComplete: failure === undefined });
  } catch (error) {
    failure ??= error;
  }
  const { document } = counts;
  if (format === 'json') printJson(document);
  note(runInWords(document, spent()));
  if (failure === undefined) {
    if (document.graded + document.there > 0) return exitOf(document, allowMissing);
    throw new UsageError('No completion could be read: there was nothing to grade.');
  }
  const goOn =
    out === undefined
      ? 'What was answered is remembered and costs nothing again.'
      : '`--resume` goes on from here.';
  if (run.interrupt.aborted) {
    note(`Interrupted. ${goOn}`);
    // Somebody may still be about to write to it, and nobody waits for that any more.
    process.stdin.destroy();
    return EXIT.interrupted;
  }
  if (failure instanceof RunStopped || failure instanceof CallError)
    throw new UsageError(`${failure.message} ${goOn}`);
  throw failure;
}

async function* stillToDo(
  completions: AsyncIterable<SampleCompletion>,
  file: OutFile | undefined,
  counts: RunCounts,
): AsyncGenerator<SampleCompletion> {
  for await (const completion of completions) {
    const there = file?.claim(completion.id, sampleHash(completion));
    if (there) counts.addThere(there);
    else yield completion;
  }
}

async function graded(
  { state, weights, grader, asked, interrupt: signal }: Run,
  gradedBy: string,
  completion: SampleCompletion,
): Promise<GradedLine> {
  signal.throwIfAborted();
  const propositions = asked(completion);
  const grades = await grader.grade(completion, { signal, ...(propositions && { propositions }) });
  const isLearnt = grader.isLearnt?.(completion) === true;
  return lineOf({ state, gradedBy, ...(weights && { weights }), isLearnt }, completion, grades);
}

/** A slow reader slows the grading instead of filling memory. */
async function writeToStandardOutput(line: GradedLine): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
}

/** Of all that a line depends on besides its sample. */
function fingerprintOf({ state, weights, grader }: Run, propositions: readonly string[] | undefined): string {
  const texts = state.files.map(({ source }) => source.text);
  const parts = JSON.stringify([grader.fingerprint, texts, weights, propositions]);
  const digest = createHash('sha256').update(parts).digest('hex').slice(0, 16);
  return `${grader.fingerprint.split(':').slice(0, -1).join(':') || grader.kind}:${digest}`;
}

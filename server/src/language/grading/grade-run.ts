import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode-languageserver';
import { AnswerTally, missingInWords } from '../../grader/missing.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { nextTurn } from '../../workspace/next-turn.ts';
import type { GradingContext } from '../grades/graded.ts';
import type { GradeParams, GradeProgress, GradeResult, Verdict } from '../protocol-grading.ts';
import { type Scope, scopeOf } from './scope.ts';
import { type Judgement, judgementOf } from './verdict.ts';

/** So often a run tells how far it is. */
const TELL_EVERY_MS = 150;

export interface GradeRunDoor {
  readonly tell: (progress: GradeProgress) => void;
  /** There are grades that were not there before. */
  readonly changed: () => void;
  readonly token: CancellationToken;
}

/** Answers `rbr/grade`. Cancelling it ends the calls under way; what was answered is kept. */
export async function gradeRun(
  context: GradingContext,
  params: GradeParams,
  door: GradeRunDoor,
): Promise<GradeResult> {
  const scope = await scopeOf(context.workspace, params);
  if ('reason' in scope) return scope;
  const progress = new Progress(params.run, scope.completions.length, door);
  try {
    return context.models.isSetUp
      ? await byModel(context, scope, progress, door)
      : await byEmbedded(context, scope, progress, door);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  } finally {
    door.changed();
  }
}

async function byModel(
  context: GradingContext,
  { file, state, completions }: Scope,
  progress: Progress,
  { token, changed }: GradeRunDoor,
): Promise<GradeResult> {
  const abort = new AbortController();
  const cancelled = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) abort.abort();
  const verdicts: Promise<void>[] = [];
  const telling = setInterval(changed, 1_000);
  try {
    const { failed, spent, stopped, needsKey } = await context.models.run(state, completions, {
      signal: abort.signal,
      onWait: ({ until, why }) => progress.wait({ until: until.toISOString(), why }),
      onGraded: (completion, _grades, { calls, costUsd }) => {
        progress.spent = { calls, costUsd };
        verdicts.push(
          judgementOf({ ...context, waitMs: 0 }, file.source.uri, completion).then((judgement) =>
            progress.add(judgement),
          ),
        );
      },
    });
    await Promise.all(verdicts);
    progress.spent = { calls: spent.calls, costUsd: spent.costUsd };
    return progress.end(failed, stopped, needsKey);
  } finally {
    clearInterval(telling);
    cancelled.dispose();
  }
}

async function byEmbedded(
  context: GradingContext,
  { file, state, completions }: Scope,
  progress: Progress,
  { token }: GradeRunDoor,
): Promise<GradeResult> {
  await context.grading.validated(state, file.source.uri);
  let failed = 0;
  for (const completion of completions) {
    if (token.isCancellationRequested) return progress.end(failed, l10n.t('It was cancelled.'));
    const judgement = await judgementOf({ ...context, waitMs: 0 }, file.source.uri, completion);
    if (!judgement.hasVerdict) failed++;
    progress.add(judgement);
    await giveTurn(completion, completions);
  }
  return progress.end(failed);
}

/** Others get their turn after every tenth. */
async function giveTurn(completion: SampleCompletion, all: readonly SampleCompletion[]): Promise<void> {
  if (all.indexOf(completion) % 10 === 9) await nextTurn();
}

class Progress {
  spent: Pick<GradeProgress, 'calls' | 'costUsd'> = { calls: 0, costUsd: 0 };
  readonly #run: string;
  readonly #total: number;
  readonly #door: GradeRunDoor;
  readonly #begun = performance.now();
  #done = 0;
  #withoutVerdict = 0;
  readonly #answers = new AnswerTally();
  #untold: Verdict[] = [];
  #waiting: GradeProgress['waiting'];
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(run: string, total: number, door: GradeRunDoor) {
    this.#run = run;
    this.#total = total;
    this.#door = door;
  }

  /** It is shown until the next verdict comes. */
  wait(waiting: NonNullable<GradeProgress['waiting']>): void {
    this.#waiting = waiting;
    this.#tell();
  }

  add({ verdict, hasVerdict, answers }: Judgement): void {
    if (!hasVerdict) this.#withoutVerdict++;
    this.#answers.add(answers, Object.keys(answers));
    this.#waiting = undefined;
    this.#done++;
    this.#untold.push(verdict);
    if (performance.now() - this.#toldAt >= TELL_EVERY_MS) this.#tell();
  }

  end(failed: number, stopped?: string, needsKey?: boolean): GradeResult {
    this.#tell();
    const { spent } = this;
    const { missing } = this.#answers.counts;
    // A run that came to its end has passed over what has no response type.
    const passedOver = stopped === undefined ? this.#total - this.#done : 0;
    return {
      done: this.#done,
      total: this.#total,
      failed,
      missing: this.#withoutVerdict + passedOver,
      ...(missing > 0 && { missingAnswers: missingInWords(this.#answers.counts) }),
      ...spent,
      ...(stopped !== undefined && { stopped }),
      ...(needsKey && { needsKey }),
    };
  }

  #tell(): void {
    const verdicts = this.#untold;
    this.#untold = [];
    this.#toldAt = performance.now();
    this.#door.tell({
      run: this.#run,
      done: this.#done,
      total: this.#total,
      ...this.spent,
      secondsLeft: this.#secondsLeft(),
      ...(this.#waiting && { waiting: this.#waiting }),
      verdicts,
    });
  }

  /** As the rest at the pace so far; the first one tells nothing yet. */
  #secondsLeft(): number | null {
    if (this.#done < 2) return null;
    const seconds = (performance.now() - this.#begun) / 1000;
    return (seconds / this.#done) * (this.#total - this.#done);
  }
}

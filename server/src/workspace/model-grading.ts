import * as l10n from '@vscode/l10n';
import type { Grades } from '../grader/grader.ts';
import type { Asker } from '../grader/llm/calls/asker.ts';
import { Meter, type Spending } from '../grader/llm/calls/meter.ts';
import type { Wait } from '../grader/llm/calls/waits.ts';
import { CallError, type ChatModel, RunStopped } from '../grader/llm/chat/chat.ts';
import { type AskingOptions, openAsker, openLlmGrader, type RunOptions } from '../grader/llm/open.ts';
import type { AnswerStore } from '../grader/llm/store/answer-store.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { Activity } from './activity.ts';
import { ModelJudge } from './model-judge.ts';
import { nextTurn } from './next-turn.ts';
import type { PolicyState, Workspace } from './workspace.ts';

/** A model that the user has set up, and what it may cost. */
export interface ModelSetup {
  /** `wanted`: the policy's wish where the user has none. Rejects with words for the user. */
  open(wanted: string | undefined): Promise<ChatModel>;
  readonly asking: AskingOptions;
  readonly run: RunOptions;
  /** Whether a hover may ask. All hovers together have the limits of one run. */
  readonly hover: boolean;
}

export interface ModelPlan {
  readonly completions: number;
  /** At most: answers that are known are not asked for again. */
  readonly calls: number;
  readonly cached: number;
  readonly tokens: number;
  /** US dollars; null: the price is not known. */
  readonly costUsd: number | null;
  readonly model: string;
}

export interface ModelRunEnd {
  readonly failed: number;
  readonly spent: Spending;
  /** Why it ended before its end. */
  readonly stopped?: string;
  /** It ended for want of a key that the server accepts. */
  readonly needsKey?: boolean;
}

export interface ModelRun {
  readonly signal: AbortSignal;
  /** An assistant asked for it. It asks as often as it likes: all its runs together have the limits of one. */
  readonly isAssistants?: boolean;
  /** Told of each wait that people would notice, before it begins. */
  onWait?(wait: Wait): void;
  /** In the order in which they are done. */
  onGraded(completion: SampleCompletion, grades: Grades, spent: Spending): void;
}

/** After so many completions others get their turn. */
const SLICE = 10;

/**
 * Grades of a model for the editor: what is known of them at once and without a call, and runs that ask,
 * each within its limits, one after the other so that nothing is asked twice.
 */
export class ModelGrading {
  readonly #workspace: Workspace;
  readonly #openStore: () => AnswerStore;
  readonly #activity: Activity;
  #store: AnswerStore | undefined;
  #setup: ModelSetup | undefined;
  readonly #models = new Map<string, Promise<ChatModel>>();
  readonly #judges = new Map<string, ModelJudge>();
  #hovering: Asker | undefined;
  #hoverEnded: ModelSetup | undefined;
  #assistants: Meter | undefined;
  #lastRun: Promise<unknown> = Promise.resolve();

  constructor(workspace: Workspace, openStore: () => AnswerStore, activity = new Activity()) {
    this.#workspace = workspace;
    this.#openStore = openStore;
    this.#activity = activity;
  }

  get isSetUp(): boolean {
    return this.#setup !== undefined;
  }

  get asksOnHover(): boolean {
    return this.#setup?.hover === true;
  }

  /** Undefined: no model may be asked, nor are its answers shown. A run under way goes on as it began. */
  setUp(setup: ModelSetup | undefined): void {
    this.#setup = setup;
    this.#models.clear();
    this.#judges.clear();
    this.#hovering = undefined;
    this.#assistants = undefined;
  }

  /** Closes the store. */
  dispose(): void {
    this.setUp(undefined);
    this.#store?.close();
    this.#store = undefined;
  }

  /** The grades that are known, and by which model; undefined where some are not. Makes no call. */
  async known(
    state: PolicyState,
    completion: SampleCompletion,
  ): Promise<{ readonly grades: Grades; readonly judge: ModelJudge } | undefined> {
    const judge = this.#setup && (await this.#judgeOf(state, this.#setup).catch(() => undefined));
    const grades = await judge?.known(completion);
    return judge && grades && { grades, judge };
  }

  /** What a run would take. Rejects with words for the user where there can be none. */
  async plan(state: PolicyState, completions: readonly SampleCompletion[]): Promise<ModelPlan> {
    const setup = this.#expectSetup();
    const judge = await this.#judgeOf(state, setup);
    const sum = { calls: 0, cached: 0, inputTokens: 0, outputTokens: 0 };
    for (const [index, completion] of completions.entries()) {
      if (index % SLICE === 0) await nextTurn();
      const propositions = judge.needs(completion);
      if (!propositions) continue;
      const plan = judge.grader.plan(completion, { propositions });
      for (const part of ['calls', 'cached', 'inputTokens', 'outputTokens'] as const) sum[part] += plan[part];
    }
    const { price } = setup.run;
    return {
      completions: completions.length,
      calls: sum.calls,
      cached: sum.cached,
      tokens: sum.inputTokens + sum.outputTokens,
      costUsd: price ? (sum.inputTokens * price.input + sum.outputTokens * price.output) / 1e6 : null,
      model: judge.grader.asker.caller.model.model,
    };
  }

  /** Grades the completions, those without a response type left out. Waits for a run under way. */
  run(state: PolicyState, completions: readonly SampleCompletion[], run: ModelRun): Promise<ModelRunEnd> {
    const setup = this.#expectSetup();
    return this.#inTurn(async () => {
      const asker = await this.#askerOf(state, setup, {
        ...(run.isAssistants && { meter: this.#assistantsMeter(setup) }),
        ...(run.onWait && { onWait: (wait: Wait) => run.onWait?.(wait) }),
      });
      return this.#ask(asker, setup, state, completions, run);
    });
  }

  /**
   * The same for a completion that is hovered, where hovers may ask. After what ends a run (its limit, a key that is
   * not accepted) no hover asks again until the setup is another.
   */
  hover(state: PolicyState, completion: SampleCompletion, onGraded: () => void): void {
    const setup = this.#setup;
    if (!setup?.hover || setup === this.#hoverEnded) return;
    void this.#inTurn(async () => {
      if (setup !== this.#setup || setup === this.#hoverEnded) return;
      if (await this.known(state, completion)) return;
      this.#hovering ??= await this.#askerOf(state, setup);
      const run = { signal: new AbortController().signal, onGraded };
      const { stopped } = await this.#ask(this.#hovering, setup, state, [completion], run);
      if (stopped !== undefined) this.#hoverEnded = setup;
    }).catch(() => undefined);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#lastRun.then(work, work);
    this.#lastRun = result.catch(() => undefined);
    return result;
  }

  async #ask(
    asker: Asker,
    setup: ModelSetup,
    state: PolicyState,
    completions: readonly SampleCompletion[],
    { signal, onGraded }: ModelRun,
  ): Promise<ModelRunEnd> {
    let failed = 0;
    const end = (stopped?: string, needsKey = false): ModelRunEnd => ({
      failed,
      spent: asker.caller.meter.spent,
      ...(stopped !== undefined && { stopped, needsKey }),
    });
    this.#activity.count(asker.caller.meter);
    const over = this.#activity.begin('grading');
    // Where one fails, the others need not go on. A run that is over ends by itself: what is under way is awaited,
    // counted and kept, and nothing more is sent.
    const abort = new AbortController();
    const either = AbortSignal.any([signal, abort.signal]);
    try {
      const { grader } = await openLlmGrader(asker, state.policy, state.logic, setup.asking, either);
      // What was found out about the model decides how its known answers are looked up.
      if (setup === this.#setup) this.#judges.delete(state.uri);
      const judge = await this.#judgeOf(state, setup);
      const rest = completions.values();
      const work = async () => {
        for (const completion of rest) {
          const propositions = judge.needs(completion);
          if (!propositions) continue;
          const grades = await grader.grade(completion, { propositions, signal: either });
          judge.keep(completion, grades);
          if (Object.values(grades).some(({ missing }) => missing === 'failed')) failed++;
          onGraded(completion, grades, asker.caller.meter.spent);
        }
      };
      const workers = Array.from({ length: setup.run.concurrency }, () =>
        work().catch((error) => {
          if (!(error instanceof RunStopped)) abort.abort();
          throw error;
        }),
      );
      const failures = (await Promise.allSettled(workers)).flatMap((each) =>
        each.status === 'rejected' ? [each.reason] : [],
      );
      const [first] = failures;
      const cause = failures.find((error) => error instanceof RunStopped) ?? first;
      if (cause !== undefined) throw cause;
      return end();
    } catch (error) {
      if (signal.aborted) return end(l10n.t('It was cancelled.'));
      if (error instanceof RunStopped || error instanceof CallError) {
        const reason = error instanceof RunStopped ? error.reason : error.kind;
        this.#activity.stop({ reason, message: error.message });
        return end(error.message, error instanceof RunStopped && reason === 'credentials');
      }
      throw error;
    } finally {
      over();
    }
  }

  #expectSetup(): ModelSetup {
    if (!this.#setup) throw new Error(l10n.t('No model is set up for grading.'));
    return this.#setup;
  }

  async #judgeOf(state: PolicyState, setup: ModelSetup): Promise<ModelJudge> {
    const weights = await this.#workspace.weightsOf(state);
    const known = this.#judges.get(state.uri);
    if (known?.state === state && JSON.stringify(known.weights) === JSON.stringify(weights)) return known;
    const judge = new ModelJudge(state, weights, await this.#askerOf(state, setup), setup.asking);
    if (setup === this.#setup) this.#judges.set(state.uri, judge);
    return judge;
  }

  #assistantsMeter({ run: { limits, price } }: ModelSetup): Meter {
    this.#assistants ??= new Meter(limits, price);
    return this.#assistants;
  }

  /** A run of its own, nothing spent yet, unless it shares a meter with others. */
  async #askerOf(
    { policy }: PolicyState,
    setup: ModelSetup,
    of: Pick<RunOptions, 'meter' | 'onWait'> = {},
  ): Promise<Asker> {
    const wanted = policy.grader.model ?? '';
    const opened = this.#models.get(wanted) ?? setup.open(policy.grader.model);
    if (setup === this.#setup) {
      this.#models.set(wanted, opened);
      // The user may do something about it, such as signing in to a model of the editor.
      opened.catch(() => this.#models.delete(wanted));
    }
    this.#store ??= this.#openStore();
    return openAsker(await opened, this.#store, { ...setup.run, ...of });
  }
}

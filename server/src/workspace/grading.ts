import { type CrossValidation, crossValidate } from '../grader/embedded/cross-validate.ts';
import { createEmbeddedGrader } from '../grader/embedded/grader.ts';
import { gradeHeldOut, type HonestGraders, type HonestGrades } from '../grader/embedded/held-out.ts';
import { LearntFrom } from '../grader/embedded/learnt-from.ts';
import type { EmbeddedModel } from '../grader/embedded/model.ts';
import { trainEmbedded } from '../grader/embedded/train.ts';
import type { Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import type { PolicyState, Workspace } from './workspace.ts';

/** Keeps learnt models between sessions. A model that cannot be read back is learnt again. */
export interface ModelStore {
  read(policy: Policy, completions: readonly SampleCompletion[]): Promise<EmbeddedModel | undefined>;
  write(policy: Policy, completions: readonly SampleCompletion[], model: EmbeddedModel): Promise<void>;
}

/** The embedded grader as learnt from a policy and its labelled samples. */
export interface Learnt extends HonestGraders {
  readonly model: EmbeddedModel;
  /** There once the folds are done, some seconds after the model. */
  readonly crossValidation?: CrossValidation;
  /** As long as there are no folds: what was learnt before, with its folds. */
  readonly earlier?: Learnt;
}

export interface GradingOptions {
  /** Called when better answers are to be had than before. */
  readonly onChange: () => void;
  readonly store?: ModelStore;
  /** Learning has begun; the promise is of its end, folds and all. */
  readonly onLearning?: (over: Promise<unknown>) => void;
}

interface Job {
  readonly inputs: readonly unknown[];
  readonly done: Promise<Learnt>;
  readonly abort: AbortController;
  /** Resolves with `crossValidation` there, or where there can be none. */
  readonly validated: Promise<unknown>;
  learnt?: Learnt;
}

/** While someone types, every keystroke would start the learning anew; this long a pause begins it. */
const QUIET_MS = 300;

/**
 * Learns the embedded grader of each policy in the background and keeps it as long as policy and
 * samples stay the same. Learning is done in slices, so the server goes on answering. A samples file that
 * the policy does not name by its globs has a grader of its own, which learns from it as well.
 */
export class Grading {
  readonly #workspace: Workspace;
  readonly #options: GradingOptions;
  readonly #jobs = new Map<string, Job>();

  constructor(workspace: Workspace, options: GradingOptions) {
    this.#workspace = workspace;
    this.#options = options;
  }

  /**
   * What is learnt for a policy now, waiting `waitMs` at most. An older model answers while a new one is
   * learnt; undefined where there is none yet.
   */
  async learnt(
    state: PolicyState,
    samplesUri: string | undefined,
    waitMs: number,
  ): Promise<Learnt | undefined> {
    const job = await this.#job(state, samplesUri);
    if (job.learnt) return job.learnt;
    const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, waitMs));
    const waited = await Promise.race([job.done.catch(() => undefined), timeout]);
    return waited ?? job.learnt;
  }

  /**
   * The same with `crossValidation`, however long that takes, or as it is after `waitMs`; undefined where nothing could
   * be learnt.
   */
  async validated(
    state: PolicyState,
    samplesUri: string | undefined,
    waitMs?: number,
  ): Promise<Learnt | undefined> {
    const job = await this.#job(state, samplesUri);
    const timeout = new Promise((resolve) => setTimeout(resolve, waitMs));
    await (waitMs === undefined ? job.validated : Promise.race([job.validated, timeout]));
    return job.learnt;
  }

  /** A samples file, by its canonical URI, is closed: a grader that only it had is not kept. */
  forget(samplesUri: string): void {
    for (const [key, job] of this.#jobs) {
      if (!key.endsWith(` ${samplesUri}`)) continue;
      job.abort.abort();
      this.#jobs.delete(key);
    }
  }

  async #job(state: PolicyState, samplesUri: string | undefined): Promise<Job> {
    const named = await this.#workspace.samplesOf(state);
    const isKnown = samplesUri === undefined || named.includes(samplesUri);
    const own = isKnown ? undefined : (await this.#workspace.samplesFile(samplesUri))?.source.uri;
    const isNamed = own === undefined || named.includes(own);
    // One place for both would have them end each other's learning, again and again.
    const key = isNamed ? state.uri : `${state.uri} ${own}`;
    const ofPolicy = await this.#workspace.completionsOf(state);
    const ofOwn = isNamed ? [] : ((await this.#workspace.samplesFile(own))?.completions ?? []);
    const inputs = isNamed ? [state, ofPolicy] : [state, ofPolicy, ofOwn];
    const known = this.#jobs.get(key);
    if (known && sameInputs(known.inputs, inputs)) return known;
    known?.abort.abort();
    const completions = [...ofPolicy, ...ofOwn];
    const earlier = known?.learnt ?? this.#jobs.get(state.uri)?.learnt;
    const job = this.#start(state.policy, completions, inputs, earlier);
    this.#jobs.set(key, job);
    return job;
  }

  #start(
    policy: Policy,
    completions: readonly SampleCompletion[],
    inputs: readonly unknown[],
    earlier: Learnt | undefined,
  ): Job {
    const abort = new AbortController();
    const { signal } = abort;
    const learn = async (): Promise<Learnt> => {
      if (earlier) await quiet(signal);
      const stored = await this.#options.store?.read(policy, completions);
      const model =
        stored ??
        (await trainEmbedded(policy, completions, { signal, ...(earlier && { previous: earlier.model }) }));
      if (!stored) await this.#options.store?.write(policy, completions, model);
      const learntFrom = new LearntFrom(policy, completions);
      const before = earlier?.crossValidation ? earlier : earlier?.earlier;
      const learnt: Learnt = {
        model,
        grader: createEmbeddedGrader(policy, model),
        learntFrom,
        ...(before && { earlier: before }),
      };
      this.#improve(job, learnt);
      return learnt;
    };
    const done = Promise.resolve().then(learn);
    const validated = done
      .then(async ({ earlier: _, ...learnt }) => {
        const { learntFrom } = learnt;
        const crossValidation = await crossValidate(policy, completions, { signal, learntFrom });
        this.#improve(job, { ...learnt, crossValidation });
      })
      .catch(() => undefined);
    this.#options.onLearning?.(validated);
    const job: Job = {
      inputs,
      abort,
      done,
      validated,
      ...(earlier && { learnt: earlier }),
    };
    // A job that was overtaken has nothing to say; a real failure reaches whoever waits for it.
    job.done.catch(() => undefined);
    return job;
  }

  #improve(job: Job, learnt: Learnt): void {
    if (job.abort.signal.aborted) return;
    job.learnt = learnt;
    this.#options.onChange();
  }
}

/**
 * As `gradeHeldOut`, for what is shown while folds are being learnt: by the folds of before, where there are any.
 * Undefined where nobody can grade it yet who has not learnt from it.
 */
export async function gradeHonestly(
  learnt: Learnt,
  completion: SampleCompletion,
): Promise<HonestGrades | undefined> {
  const graded = await gradeHeldOut(learnt, completion);
  return graded ?? (learnt.earlier && gradeHonestly(learnt.earlier, completion));
}

function sameInputs(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

function quiet(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, QUIET_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

import type { Dialect } from '../llm/asking/dialect.ts';
import { Asker } from '../llm/calls/asker.ts';
import { Caller } from '../llm/calls/caller.ts';
import { Meter, type Spending } from '../llm/calls/meter.ts';
import { CallError, type ChatModel, RunStopped } from '../llm/chat/chat.ts';
import type { Allowance } from '../llm/chat/rate-limits.ts';
import { probe } from '../llm/probing/probe.ts';
import type { Probed, ProbeOptions } from '../llm/probing/search.ts';
import { memoryAnswerStore } from '../llm/store/answer-store.ts';
import { isCredential } from '../llm/transport/headers.ts';
import { Examination, type Step, type StepId } from './examination.ts';
import { callFailure, connectionFailure, type Failure } from './failures.ts';
import { examineJudgement } from './judgement.ts';
import { examineLocally } from './local-steps.ts';
import { type Listed, ObservedModel } from './observed-model.ts';
import type { ModelPatient } from './patient.ts';

/** More calls than these are never made: a probe, its changes of dialect, two judgements. */
export const MOST_CALLS = 12;

const STEPS: Readonly<Record<ModelPatient['kind'], readonly StepId[]>> = {
  openai: [
    ...(['settings', 'limits', 'store', 'connection', 'address', 'key', 'model'] as const),
    ...(['answer', 'probability', 'judgement', 'rate'] as const),
  ],
  editor: ['settings', 'limits', 'store', 'model', 'key', 'answer', 'probability', 'judgement'],
};

export interface ExamineOptions {
  /** Each step as soon as it is done. */
  readonly tell: (step: Step) => void;
  /** Told of the run's meter, for whoever counts a session. */
  readonly onMeter?: (meter: Meter) => void;
  /** Only as far as the key and the model: nothing is judged. */
  readonly onlyKey?: boolean;
  readonly signal?: AbortSignal;
}

export interface Examined {
  readonly steps: readonly Step[];
  readonly spent: Spending;
}

/**
 * Goes through all that grading with a model depends on, one after the other, and stops where the rest makes no
 * sense. Nothing is taken from what is remembered.
 */
export async function examineModel(patient: ModelPatient, options: ExamineOptions): Promise<Examined> {
  const { tell, onMeter, onlyKey = false, signal } = options;
  const all = STEPS[patient.kind];
  const order = onlyKey ? all.slice(0, all.indexOf('answer') + 1) : all;
  const examination = new Examination(order, tell);
  const { calls, usd } = patient.limits;
  const limits = { calls: Math.min(calls, MOST_CALLS), ...(usd !== undefined && patient.price && { usd }) };
  const meter = new Meter(limits, patient.price);
  onMeter?.(meter);
  examineLocally(patient, examination);
  if (!examination.hasFailed) await new Visit(patient, examination, meter, signal).go(onlyKey);
  examination.skipRest();
  return { steps: examination.steps, spent: meter.spent };
}

/** The part of an examination that sends something. */
class Visit {
  readonly #patient: ModelPatient;
  readonly #examination: Examination;
  readonly #meter: Meter;
  readonly #signal: AbortSignal | undefined;

  constructor(
    patient: ModelPatient,
    examination: Examination,
    meter: Meter,
    signal: AbortSignal | undefined,
  ) {
    this.#patient = patient;
    this.#examination = examination;
    this.#meter = meter;
    this.#signal = signal;
  }

  async go(onlyKey: boolean): Promise<void> {
    const opened = await this.#open();
    if (!opened) return;
    const model = new ObservedModel(opened);
    const listed = await model.offered(this.#signal);
    if (listed.is === 'unreachable') {
      this.#fail(connectionFailure(listed.error, this.#patient));
      return;
    }
    if (this.#patient.kind === 'openai')
      this.#examination.ok('connection', `${new URL(model.address).host} answers, in ${listed.ms} ms.`);
    // Each call is tried once: what passes by itself is worth knowing too.
    const caller = new Caller(model, { meter: this.#meter, concurrency: 1, attempts: 1 });
    try {
      const asker = new Asker(caller, memoryAnswerStore());
      const probed = await probe(asker, this.#probeOptions(asker), this.#signal);
      this.#answered(model, listed);
      if (onlyKey) return;
      this.#probability(probed);
      await examineJudgement(caller, probed.dialect, this.#patient, this.#examination, this.#signal);
      if (this.#patient.kind === 'openai') this.#rate(model);
    } catch (error) {
      this.#blame(error, model, listed);
    }
  }

  #probeOptions({ store }: Asker): ProbeOptions {
    const { mode, request } = this.#patient;
    const prompts = { order: 'conversation-first', secret: store.secret } as const;
    return { wanted: mode, ...(request && { request }), prompts };
  }

  async #open(): Promise<ChatModel | undefined> {
    try {
      return await this.#patient.open();
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      this.#fail(
        error instanceof TypeError
          ? { step: 'connection', found, cure: 'Correct what it names.' }
          : { step: 'model', found, cure: `Set ${this.#patient.names.model}.` },
      );
      return undefined;
    }
  }

  #answered(model: ObservedModel, listed: Listed): void {
    this.#examination.passUpTo('answer', this.#passing(model, listed));
    const ms = Math.round(model.latencies[0] ?? 0);
    this.#examination.ok('answer', `An answer came in ${ms} ms.`);
  }

  #probability({ dialect, notes, isUnread }: Probed): void {
    const said = notes.length > 0 ? ` Note: ${notes.join('; ')}.` : '';
    const found = `${inWords(dialect)}.${said}`;
    // Fewer alternatives than asked for matter as far as coverage suffers, which the judgement shows.
    if (isUnread) {
      const cure = `See what it answers to a plain question, or use another model: ${this.#patient.names.model}.`;
      this.#examination.warn('probability', found, cure);
    } else if (notes.length === 0 || dialect.mode === 'logprobs') this.#examination.ok('probability', found);
    else {
      const cure = `Grading works all the same. For finer grades name a model that gives log probabilities: ${this.#patient.names.model}.`;
      this.#examination.warn('probability', found, cure);
    }
  }

  #rate({ rate }: ObservedModel): void {
    const said = [allowance(rate?.requests, 'requests'), allowance(rate?.tokens, 'tokens')].filter(Boolean);
    this.#examination.ok(
      'rate',
      said.length > 0
        ? `The server tells its allowances, and runs keep to them: ${said.join(', ')}.`
        : 'The server tells no allowances; runs slow down where it says "too many".',
    );
  }

  #blame(error: unknown, model: ObservedModel, listed: Listed): void {
    if (this.#signal?.aborted) throw error;
    if (error instanceof RunStopped && error.reason === 'mode') {
      this.#answered(model, listed);
      const cure = `Set ${this.#patient.names.mode} to auto or votes, or name another model.`;
      this.#fail({ step: 'probability', found: error.message, cure });
    } else if (error instanceof RunStopped && error.reason === 'budget') {
      const found = `${error.message} The examination ends here.`;
      this.#fail({ step: 'answer', found, cure: 'Raise the limit of a run.' });
    } else if (error instanceof RunStopped || error instanceof CallError) {
      const cause = model.failure ?? (error instanceof CallError ? error : undefined);
      if (!cause) throw error;
      const failure = callFailure(cause, listed, this.#patient);
      this.#fail(
        this.#patient.kind === 'editor' && failure.step === 'address'
          ? { ...failure, step: 'model' }
          : failure,
      );
    } else throw error;
  }

  #fail({ step, found, cure }: Failure): void {
    this.#examination.passUpTo(step, this.#passing());
    this.#examination.fail(step, found, cure);
  }

  /** What is known of a step by a later one having been reached. */
  #passing(model?: ObservedModel, listed?: Listed): Partial<Record<StepId, string>> {
    const { apiKey, keySource, kind, headers = [], model: wanted } = this.#patient;
    const name = model?.model ?? wanted;
    const names = listed?.is === 'told' ? listed.names : undefined;
    const among = names
      ? names.includes(name)
        ? `, one of ${names.length}`
        : ', though not in its list'
      : '';
    const key =
      apiKey === undefined && !headers.some(isCredential)
        ? `None is sent (${keySource}), and none is wanted.`
        : `Not refused (${keySource}).`;
    return {
      address: "It speaks OpenAI's chat completions.",
      key: kind === 'editor' ? 'The editor lets this extension ask it.' : key,
      model: `${name} is there${among}.`,
    };
  }
}

function inWords({ mode, topLogprobs }: Dialect): string {
  switch (mode) {
    case 'logprobs':
      return `From log probabilities, up to ${topLogprobs} tokens a place`;
    case 'votes':
      return 'A share of votes';
    case 'structured':
      return 'A share of votes, several propositions in a call';
  }
}

function allowance(of: Allowance | undefined, what: string): string {
  return of ? `${of.remaining} of ${of.limit} ${what} left` : '';
}

import { CallError, type ChatModel, type ChatRequest, type SentReply } from '../llm/chat/chat.ts';
import type { RateLimits } from '../llm/chat/rate-limits.ts';

/** A model that remembers what became of its last call. */
export class ObservedModel implements ChatModel {
  readonly address: string;
  readonly model: string;
  readonly #model: ChatModel;
  /** Of the answers, in milliseconds. */
  readonly latencies: number[] = [];
  rate: RateLimits | undefined;
  /** What the last call failed of; callers above turn it into words and lose the rest. */
  failure: CallError | undefined;

  constructor(model: ChatModel) {
    this.#model = model;
    this.address = model.address;
    this.model = model.model;
  }

  async send(request: ChatRequest, signal?: AbortSignal): Promise<SentReply> {
    const begun = performance.now();
    this.failure = undefined;
    try {
      const sent = await this.#model.send(request, signal);
      this.latencies.push(performance.now() - begun);
      this.rate = sent.rate ?? this.rate;
      return sent;
    } catch (error) {
      if (error instanceof CallError) this.failure = error;
      throw error;
    }
  }

  /** The names of the models that are offered. It costs nothing; not every server tells. */
  offered(signal?: AbortSignal): Promise<Listed> {
    return listedBy(this.#model, signal);
  }
}

export type Listed =
  | { readonly is: 'told'; readonly names: readonly string[]; readonly ms: number }
  /** Something answered, but not with a list. */
  | { readonly is: 'untold'; readonly error?: CallError; readonly ms: number }
  | { readonly is: 'unreachable'; readonly error: CallError };

async function listedBy(model: ChatModel, signal: AbortSignal | undefined): Promise<Listed> {
  const begun = performance.now();
  const ms = () => Math.round(performance.now() - begun);
  try {
    const names = await model.list?.(signal);
    return names ? { is: 'told', names, ms: ms() } : { is: 'untold', ms: ms() };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const isUnreachable = ['network', 'timeout', 'cancelled'].includes(error.kind);
    return isUnreachable ? { is: 'unreachable', error } : { is: 'untold', error, ms: ms() };
  }
}

import { sha256 } from '#sha256';
import type { AnswerStore } from './answer-store.ts';
import type { Caller } from './caller.ts';
import { CallError, type ChatRequest } from './chat.ts';
import { type ChatReply, readReply } from './reply.ts';

/** Counted up where the way answers are kept changes. */
const FORMAT = 1;

/** Asks each thing once: what the store has is not asked again, nor what is being asked already. */
export class Asker {
  readonly caller: Caller;
  readonly store: AnswerStore;
  readonly #underWay = new Map<string, Promise<ChatReply>>();
  #fromStore = 0;

  constructor(caller: Caller, store: AnswerStore) {
    this.caller = caller;
    this.store = store;
  }

  /** Answers that cost nothing, so far. */
  get fromStore(): number {
    return this.#fromStore;
  }

  /** The answer if it is known. `vote`: from 0; the same question asked again is another answer. */
  known(request: ChatRequest, vote: number): ChatReply | undefined {
    const text = this.store.get(this.#keyOf(request, vote));
    return text === undefined ? undefined : readReply(JSON.parse(text));
  }

  /** Rejects as `Caller.call` does. An answer that is returned is in the store. */
  async ask(request: ChatRequest, vote: number, signal?: AbortSignal): Promise<ChatReply> {
    const key = this.#keyOf(request, vote);
    const stored = this.store.get(key);
    const known = stored === undefined ? undefined : readReply(JSON.parse(stored));
    if (known) {
      this.#fromStore++;
      return known;
    }
    const name = String.fromCharCode(...key);
    const other = this.#underWay.get(name);
    if (other) {
      try {
        return await other;
      } catch (error) {
        // Whoever asked first has given up; that is not our reason to.
        const isOthers = error instanceof CallError && error.kind === 'cancelled' && !signal?.aborted;
        if (isOthers) return this.ask(request, vote, signal);
        throw error;
      }
    }
    const asking = this.#askAndKeep(request, key, signal);
    this.#underWay.set(name, asking);
    try {
      return await asking;
    } finally {
      this.#underWay.delete(name);
    }
  }

  async #askAndKeep(request: ChatRequest, key: Uint8Array, signal?: AbortSignal): Promise<ChatReply> {
    return this.caller.call(request, signal, ({ raw }) => this.store.put(key, JSON.stringify(raw)));
  }

  /** All that determines an answer. The rendered prompt and the sampling are in the request. */
  #keyOf(request: ChatRequest, vote: number): Uint8Array {
    const { address, model } = this.caller.model;
    return sha256(JSON.stringify([FORMAT, address, model, request, vote]));
  }
}

import * as l10n from '@vscode/l10n';
import { sha256 } from '#sha256';
import { CallError, type ChatRequest } from '../chat/chat.ts';
import { type ChatReply, readReply } from '../chat/reply.ts';
import { type AnswerStore, nameOf } from '../store/answer-store.ts';
import type { Caller } from './caller.ts';

/** Counted up where the way answers are kept changes. */
const FORMAT = 1;

/**
 * Whether a reply is remembered as the answer to its question. One that is not is used by whoever asked, and asked
 * for again the next time, in place of what the store has.
 */
export type IsKept = (reply: ChatReply) => boolean;

/** A run with more is stopped long before. */
const MOST_UNREAD = 1000;

/** Asks each thing once: what the store has is not asked again, nor what is being asked already, here or by another process. */
export class Asker {
  readonly caller: Caller;
  readonly store: AnswerStore;
  readonly #underWay = new Map<string, Promise<ChatReply>>();
  /** Replies of this run that said nothing to be remembered, to be shown until they are asked for again. */
  readonly #unread = new Map<string, ChatReply>();
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
  known(request: ChatRequest, vote: number, isKept: IsKept): ChatReply | undefined {
    return this.#stored(this.#keyOf(request, vote), isKept);
  }

  /** As `known`, and else what was said in this run although it could not be read: for showing, not for asking less. */
  heard(request: ChatRequest, vote: number, isKept: IsKept): ChatReply | undefined {
    const key = this.#keyOf(request, vote);
    return this.#stored(key, isKept) ?? this.#unread.get(nameOf(key));
  }

  /**
   * Rejects as `Caller.call` does. An answer that is returned is in the store where `isKept` says so; what the store
   * has and `isKept` does not take is asked again.
   */
  async ask(request: ChatRequest, vote: number, isKept: IsKept, signal?: AbortSignal): Promise<ChatReply> {
    const key = this.#keyOf(request, vote);
    const known = this.#stored(key, isKept);
    if (known) {
      this.#fromStore++;
      return known;
    }
    const name = nameOf(key);
    const other = this.#underWay.get(name);
    if (other) {
      try {
        return await other;
      } catch (error) {
        // Whoever asked first has given up; that is not our reason to.
        const isOthers = error instanceof CallError && error.kind === 'cancelled' && !signal?.aborted;
        if (isOthers) return this.ask(request, vote, isKept, signal);
        throw error;
      }
    }
    const asking = this.#askAndKeep(request, key, signal, isKept);
    this.#underWay.set(name, asking);
    try {
      return await asking;
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** A row that is damaged, or no chat completion, is as good as none. */
  #stored(key: Uint8Array, isKept: IsKept): ChatReply | undefined {
    const text = this.store.get(key);
    const reply = text === undefined ? undefined : readReply(parsed(text));
    return reply && isKept(reply) ? reply : undefined;
  }

  async #askAndKeep(
    request: ChatRequest,
    key: Uint8Array,
    signal: AbortSignal | undefined,
    isKept: IsKept,
  ): Promise<ChatReply> {
    const { store } = this;
    for (;;) {
      const isOurs = await store.claim(key, signal);
      if (signal?.aborted) {
        store.release(key);
        throw new CallError('cancelled', l10n.t('Cancelled.'));
      }
      // Another process may have answered since we looked.
      const known = this.#stored(key, isKept);
      if (known || isOurs) {
        try {
          if (!known) return await this.#call(request, key, signal, isKept);
          this.#fromStore++;
          return known;
        } finally {
          store.release(key);
        }
      }
    }
  }

  #call(request: ChatRequest, key: Uint8Array, signal: AbortSignal | undefined, isKept: IsKept) {
    return this.caller.call(request, signal, async (reply) => {
      if (isKept(reply)) await this.store.put(key, JSON.stringify(reply.raw));
      else if (this.#unread.size < MOST_UNREAD) this.#unread.set(nameOf(key), reply);
    });
  }

  /** All that determines an answer. The rendered prompt and the sampling are in the request. */
  #keyOf(request: ChatRequest, vote: number): Uint8Array {
    const { address, model, variant } = this.caller.model;
    const other = variant === undefined ? [] : [variant];
    return sha256(JSON.stringify([FORMAT, address, model, request, vote, ...other]));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

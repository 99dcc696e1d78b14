import * as l10n from '@vscode/l10n';
import { addressInWords } from '../chat/address.ts';
import {
  CallError,
  type ChatModel,
  type ChatRequest,
  mayPass,
  RunStopped,
  type SentReply,
} from '../chat/chat.ts';
import type { ChatReply } from '../chat/reply.ts';
import { estimateTokens, outputTokens } from '../chat/tokens.ts';
import { billOf } from './bill.ts';
import { Limiter } from './limiter.ts';
import type { Meter } from './meter.ts';
import { sleep } from './sleep.ts';
import { type Wait, Waits } from './waits.ts';

export interface CallerOptions {
  readonly meter: Meter;
  /** Calls under way at most. */
  readonly concurrency: number;
  /** How often one call is tried; `PAID_TRIES` at most where each try may be on the bill. */
  readonly attempts?: number;
  /** The first pause before another try, in milliseconds; it doubles. */
  readonly pauseMs?: number;
  /** Calls under way at the end of a run may come to theirs for so long, in milliseconds; then they are cut off. */
  readonly graceMs?: number;
  /** Told of each wait that people would notice, before it begins. */
  readonly onWait?: (wait: Wait) => void;
}

const ATTEMPTS = 6;
const PAID_TRIES = 3;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** So many calls given up in a row, and none answered: the address is down, the rest would fare no better. */
const GIVEN_UP_IN_A_ROW = 20;
const GRACE_MS = 30_000;

/** The one layer that tries again: it knows the other calls of the run, its limit and what was spent. */
export class Caller {
  readonly model: ChatModel;
  readonly meter: Meter;
  readonly limiter: Limiter;
  readonly #attempts: number;
  readonly #pauseMs: number;
  readonly #graceMs: number;
  readonly #waits: Waits;
  #givenUp = 0;
  #wasAccepted = false;
  #stopped: RunStopped | undefined;
  /** Ends what has not been sent yet. */
  readonly #over = new AbortController();
  /** Ends what is under way. */
  readonly #cutOff = new AbortController();
  readonly #joined = new WeakMap<AbortSignal, { over: AbortSignal; cutOff: AbortSignal }>();

  constructor(model: ChatModel, options: CallerOptions) {
    const { meter, concurrency, attempts = ATTEMPTS, pauseMs = PAUSE_MS, onWait } = options;
    this.model = model;
    this.meter = meter;
    this.#attempts = attempts;
    this.#pauseMs = pauseMs;
    this.#graceMs = options.graceMs ?? GRACE_MS;
    this.#waits = new Waits(onWait);
    this.limiter = new Limiter(concurrency, (ms) =>
      this.#waits.announce(ms, l10n.t('the server allows no more calls until then')),
    );
  }

  /** Whether the model has answered, in this run or, as is known, in an earlier one. */
  get wasAccepted(): boolean {
    return this.#wasAccepted;
  }

  /** It is known that the model answers here: what it does not allow from now on is of the call in question. */
  accept(): void {
    this.#wasAccepted = true;
  }

  /**
   * Rejects with `CallError` where this call fails for good, and with `RunStopped` where every other would
   * fail as well. After that no further call is sent; those under way come to their end, for a while. `keep` is
   * given the answer while the call still counts as under way: so no more answers than calls under way are lost
   * with the process.
   */
  async call(
    request: ChatRequest,
    signal?: AbortSignal,
    keep?: (reply: ChatReply) => Promise<void>,
  ): Promise<ChatReply> {
    const reservation = { inputTokens: estimateTokens(request), outputTokens: outputTokens(request) };
    for (let attempt = 1; ; attempt++) {
      try {
        if (this.#stopped) throw this.#stopped;
        const reply = await this.#once(request, { ...reservation }, signal, keep);
        this.#givenUp = 0;
        this.#wasAccepted = true;
        this.#waits.answered();
        return reply;
      } catch (error) {
        if (signal?.aborted) throw new CallError('cancelled', l10n.t('Cancelled.'));
        if (error instanceof RunStopped) throw this.end(error);
        if (!(error instanceof CallError)) throw error;
        if (this.#stopped && error.kind === 'cancelled') throw this.#stopped;
        await this.#afterFailure(error, attempt, signal);
      }
    }
  }

  /** Resolves when the call may be tried again. */
  async #afterFailure(error: CallError, attempt: number, signal: AbortSignal | undefined): Promise<void> {
    const { kind, details } = error;
    const stopped = this.#stoppedBy(error);
    if (stopped) throw kind === 'credentials' || kind === 'quota' ? this.end(stopped) : stopped;
    if (!mayPass(error)) {
      // It was an answer of the server's, if not one to the question.
      this.#givenUp = 0;
      throw error;
    }
    const pauseMs = this.#pauseAfter(error, attempt);
    const tooLong = this.#waits.tooLong(error, pauseMs);
    if (tooLong) throw this.end(tooLong);
    if (attempt >= this.#triesOf(error)) throw this.#giveUp(error);
    // "Too many" is said to all calls, an overloaded server perhaps to this one only.
    if (kind === 'rate_limit') {
      this.limiter.refused(details.retryAfterMs ?? pauseMs, details.rate);
    } else if (details.status === 503) this.limiter.refused(details.retryAfterMs ?? 0, details.rate);
    this.#waits.announce(pauseMs, error.message);
    await sleep(pauseMs, this.#signalsFor(signal).over).catch(() => {
      if (this.#stopped && !signal?.aborted) throw this.#stopped;
      throw new CallError('cancelled', l10n.t('Cancelled.'));
    });
  }

  async #once(
    request: ChatRequest,
    reservation: { inputTokens: number; outputTokens: number },
    signal: AbortSignal | undefined,
    keep: ((reply: ChatReply) => Promise<void>) | undefined,
  ): Promise<ChatReply> {
    const { limiter } = this;
    const tokens = reservation.inputTokens + reservation.outputTokens;
    return limiter.run({ tokens }, this.#signalsFor(signal).over, async () => {
      const { reply, rate } = await this.#send(request, reservation, signal);
      limiter.succeeded(rate);
      await keep?.(reply);
      return reply;
    });
  }

  async #send(
    request: ChatRequest,
    reservation: { inputTokens: number; outputTokens: number },
    signal: AbortSignal | undefined,
  ): Promise<SentReply> {
    const { meter } = this;
    meter.reserve(reservation);
    try {
      const sent = await this.model.send(request, this.#signalsFor(signal).cutOff);
      meter.answered(reservation, sent.reply.usage);
      return sent;
    } catch (error) {
      const bill = billOf(error);
      if (typeof bill === 'object') meter.answered(reservation, bill);
      else if (bill === 'perhaps') meter.lost(reservation);
      else meter.turnedAway(reservation);
      throw error;
    }
  }

  /** As long as the server asks, or doubling where that is longer, with a random part so that calls do not come back together. */
  #pauseAfter({ details: { retryAfterMs = 0 } }: CallError, attempt: number): number {
    const longest = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2 ** (attempt - 1));
    const own = longest * (0.5 + Math.random() / 2);
    return retryAfterMs > own ? retryAfterMs + Math.random() * this.#pauseMs : own;
  }

  /** A try that costs nothing is made more often than one that may be on the bill. */
  #triesOf(error: CallError): number {
    if (error.kind === 'rate_limit' && this.#attempts > 1) return this.#attempts * 2;
    return billOf(error) === 'free' ? this.#attempts : Math.min(PAID_TRIES, this.#attempts);
  }

  #giveUp(error: CallError): Error {
    this.#givenUp++;
    if (this.#givenUp < GIVEN_UP_IN_A_ROW) return error;
    const what = l10n.t(
      '{0} has not answered {1} calls in a row. The last: {2}',
      addressInWords(this.model.address),
      this.#givenUp,
      error.message,
    );
    return this.end(new RunStopped('address', what));
  }

  #stoppedBy(error: CallError): RunStopped | undefined {
    const { kind, message, details } = error;
    switch (kind) {
      case 'credentials':
        return new RunStopped('credentials', l10n.t('The server does not accept the key: {0}', message));
      case 'quota':
        return new RunStopped('quota', l10n.t('The account has no credit left: {0}', message));
      case 'forbidden':
        return this.#wasAccepted
          ? undefined
          : new RunStopped('forbidden', l10n.t('The server does not allow this: {0}', message));
      case 'not_found':
        return this.#wasAccepted ? undefined : new RunStopped('address', noSuchAddress(message));
      case 'network': {
        const isHopeless = details.isFinal || details.code === 'ENOTFOUND';
        return isHopeless && !this.#wasAccepted ? new RunStopped('address', message) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** Ends the run: no further call is sent. Returns what ended it first. */
  end(error: RunStopped): RunStopped {
    if (this.#stopped) return this.#stopped;
    this.#stopped = error;
    this.#over.abort(error);
    const timer = setTimeout(() => this.#cutOff.abort(error), this.#graceMs);
    // In a browser a timer is a number.
    if (typeof timer === 'object') timer.unref();
    return error;
  }

  #signalsFor(signal: AbortSignal | undefined): { over: AbortSignal; cutOff: AbortSignal } {
    if (!signal) return { over: this.#over.signal, cutOff: this.#cutOff.signal };
    let joined = this.#joined.get(signal);
    if (!joined) {
      const withRun = (own: AbortController) => AbortSignal.any([signal, own.signal]);
      joined = { over: withRun(this.#over), cutOff: withRun(this.#cutOff) };
      this.#joined.set(signal, joined);
    }
    return joined;
  }
}

function noSuchAddress(message: string): string {
  const what = l10n.t('There is no such model or address: {0}', message);
  return /model/i.test(message) ? what : `${what} ${l10n.t('(most addresses end in /v1)')}`;
}

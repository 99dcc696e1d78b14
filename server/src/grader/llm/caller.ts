import * as l10n from '@vscode/l10n';
import { CallError, type ChatModel, type ChatRequest, mayPass, RunStopped, type SentReply } from './chat.ts';
import { Limiter } from './limiter.ts';
import type { Meter } from './meter.ts';
import type { ChatReply } from './reply.ts';
import { sleep } from './sleep.ts';
import { estimateTokens, outputTokens } from './tokens.ts';

export interface CallerOptions {
  readonly meter: Meter;
  /** Calls under way at most. */
  readonly concurrency: number;
  /** How often one call is tried. */
  readonly attempts?: number;
  /** The first pause before another try, in milliseconds; it doubles. */
  readonly pauseMs?: number;
}

const ATTEMPTS = 6;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** So many calls given up in a row, and none answered: the address is down, the rest would fare no better. */
const GIVEN_UP_IN_A_ROW = 20;

/** The one layer that tries again: it knows the other calls of the run, its limit and what was spent. */
export class Caller {
  readonly model: ChatModel;
  readonly meter: Meter;
  readonly limiter: Limiter;
  readonly #attempts: number;
  readonly #pauseMs: number;
  #givenUp = 0;

  constructor(
    model: ChatModel,
    { meter, concurrency, attempts = ATTEMPTS, pauseMs = PAUSE_MS }: CallerOptions,
  ) {
    this.model = model;
    this.meter = meter;
    this.limiter = new Limiter(concurrency);
    this.#attempts = attempts;
    this.#pauseMs = pauseMs;
  }

  /**
   * Rejects with `CallError` where this call fails for good, and with `RunStopped` where every other would
   * fail as well. `keep` is given the answer while the call still counts as under way: so no more answers than
   * calls under way are lost with the process.
   */
  async call(
    request: ChatRequest,
    signal?: AbortSignal,
    keep?: (reply: ChatReply) => Promise<void>,
  ): Promise<ChatReply> {
    const reservation = { inputTokens: estimateTokens(request), outputTokens: outputTokens(request) };
    for (let attempt = 1; ; attempt++) {
      try {
        const reply = await this.#once(request, { ...reservation }, signal, keep);
        this.#givenUp = 0;
        return reply;
      } catch (error) {
        if (signal?.aborted) throw new CallError('cancelled', l10n.t('Cancelled.'));
        if (!(error instanceof CallError)) throw error;
        if (!mayPass(error)) throw stoppedBy(error) ?? error;
        const pauseMs = this.#pauseAfter(error, attempt);
        const { retryAfterMs, rate, status } = error.details;
        // "Too many" is said to all calls, an overloaded server perhaps to this one only.
        if (error.kind === 'rate_limit') this.limiter.refused(retryAfterMs ?? pauseMs, rate);
        else if (status === 503) this.limiter.refused(retryAfterMs ?? 0, rate);
        if (attempt >= this.#attempts) throw this.#giveUp(error);
        await sleep(pauseMs, signal).catch(() => {
          throw new CallError('cancelled', l10n.t('Cancelled.'));
        });
      }
    }
  }

  async #once(
    request: ChatRequest,
    reservation: { inputTokens: number; outputTokens: number },
    signal: AbortSignal | undefined,
    keep: ((reply: ChatReply) => Promise<void>) | undefined,
  ): Promise<ChatReply> {
    const { limiter } = this;
    return limiter.run({ tokens: reservation.inputTokens + reservation.outputTokens }, signal, async () => {
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
      const sent = await this.model.send(request, signal);
      meter.answered(reservation, sent.reply.usage);
      return sent;
    } catch (error) {
      if (mayHaveBeenCharged(error)) meter.lost(reservation);
      else meter.turnedAway(reservation);
      throw error;
    }
  }

  /** As long as the server asks; else doubling, with a random part so that calls do not come back together. */
  #pauseAfter({ details }: CallError, attempt: number): number {
    if (details.retryAfterMs !== undefined) return details.retryAfterMs + Math.random() * this.#pauseMs;
    const longest = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2 ** (attempt - 1));
    return longest * (0.5 + Math.random() / 2);
  }

  #giveUp(error: CallError): Error {
    this.#givenUp++;
    if (this.#givenUp < GIVEN_UP_IN_A_ROW) return error;
    const what = l10n.t(
      '{0} has not answered {1} calls in a row. The last: {2}',
      this.model.address,
      this.#givenUp,
      error.message,
    );
    return new RunStopped('address', what);
  }
}

/** A body that was cut or unreadable, and silence: the model may have worked for it. */
function mayHaveBeenCharged(error: unknown): boolean {
  return (
    error instanceof CallError &&
    !error.details.wasNeverSent &&
    ['timeout', 'malformed', 'network', 'cancelled'].includes(error.kind)
  );
}

function stoppedBy({ kind, message }: CallError): RunStopped | undefined {
  switch (kind) {
    case 'credentials':
      return new RunStopped('credentials', l10n.t('The server does not accept the key: {0}', message));
    case 'forbidden':
      return new RunStopped('forbidden', l10n.t('The server does not allow this: {0}', message));
    case 'not_found':
      return new RunStopped('address', l10n.t('There is no such model or address: {0}', message));
    case 'quota':
      return new RunStopped('quota', l10n.t('The account has no credit left: {0}', message));
    default:
      return undefined;
  }
}

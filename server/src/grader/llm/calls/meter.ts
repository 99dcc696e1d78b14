import * as l10n from '@vscode/l10n';
import { RunStopped } from '../chat/chat.ts';

/** US dollars per million tokens, from the user's settings. */
export interface Price {
  readonly input: number;
  readonly output: number;
}

/** What one run may cost; the first limit that is reached ends it. */
export interface Limits {
  /** US dollars; needs a price. */
  readonly usd?: number;
  /** Calls that were answered, or may have been. */
  readonly calls: number;
}

export interface Spending {
  /** Calls that were answered, or may have been. */
  readonly calls: number;
  /** Calls without an answer that may have been charged for all the same: cut off, silent. */
  readonly uncertain: number;
  /** Requests that the server turned away: rate limits, faults. They cost nothing. */
  readonly turnedAway: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US dollars; null: the price is not known. Uncertain calls are counted in full. */
  readonly costUsd: number | null;
}

/** What is set aside for a call until it is known what it took. */
export interface Reservation {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Counts what a run spends, and stops it before a limit is passed. */
export class Meter {
  readonly #limits: Limits;
  readonly #price: Price | undefined;
  readonly #reserved = new Set<Reservation>();
  #reservedUsd = 0;
  #answered = 0;
  #uncertain = 0;
  #turnedAway = 0;
  #inputTokens = 0;
  #outputTokens = 0;

  /** Throws a RangeError where a limit in money has no price to be counted by. */
  constructor(limits: Limits, price?: Price) {
    if (limits.usd !== undefined && !price)
      throw new RangeError(l10n.t('A limit in US dollars needs the price of the model.'));
    this.#limits = limits;
    this.#price = price;
  }

  get spent(): Spending {
    return {
      calls: this.#answered + this.#uncertain,
      uncertain: this.#uncertain,
      turnedAway: this.#turnedAway,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      costUsd: this.#price ? this.#spentUsd() : null,
    };
  }

  /**
   * Sets aside what a call may take at most. Throws `RunStopped` where it does not fit any more, be it
   * that the calls under way turn out cheaper: a limit that is passed a little is none.
   */
  reserve(reservation: Reservation): void {
    const { calls, usd } = this.#limits;
    if (this.#answered + this.#uncertain + this.#reserved.size >= calls)
      throw new RunStopped('budget', l10n.t('The limit of {0} calls is reached.', calls));
    const cost = this.#costOf(reservation.inputTokens, reservation.outputTokens);
    if (usd !== undefined && this.#spentUsd() + this.#reservedUsd + cost > usd)
      throw new RunStopped('budget', l10n.t('The limit of {0} US dollars is reached.', usd));
    this.#reserved.add(reservation);
    this.#reservedUsd += cost;
  }

  /** The call was answered. Without `usage` it is counted as estimated. */
  answered(reservation: Reservation, usage?: { readonly input: number; readonly output: number }): void {
    this.#release(reservation);
    this.#answered++;
    this.#inputTokens += usage?.input ?? reservation.inputTokens;
    this.#outputTokens += usage?.output ?? reservation.outputTokens;
  }

  /** The call was sent and no answer came: it may be on the bill. */
  lost(reservation: Reservation): void {
    this.#release(reservation);
    this.#uncertain++;
    this.#inputTokens += reservation.inputTokens;
    this.#outputTokens += reservation.outputTokens;
  }

  /** The server did not take the call, or it was never sent. */
  turnedAway(reservation: Reservation): void {
    this.#release(reservation);
    this.#turnedAway++;
  }

  #release(reservation: Reservation): void {
    if (!this.#reserved.delete(reservation)) return;
    this.#reservedUsd -= this.#costOf(reservation.inputTokens, reservation.outputTokens);
    if (this.#reserved.size === 0) this.#reservedUsd = 0;
  }

  #spentUsd(): number {
    return this.#costOf(this.#inputTokens, this.#outputTokens);
  }

  #costOf(input: number, output: number): number {
    return this.#price ? (input * this.#price.input + output * this.#price.output) / 1e6 : 0;
  }
}

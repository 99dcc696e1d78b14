import type { Allowance, RateLimits } from '../chat/rate-limits.ts';
import { LONGEST_WAIT_MS } from './waits.ts';

/** What one call may weigh in the server's counting. */
export interface CallWeight {
  readonly tokens: number;
}

interface Waiting {
  readonly weight: CallWeight;
  readonly start: () => void;
}

/**
 * How many calls are under way at once. It begins at the number that the user allows, halves where the
 * server says "too many", and creeps up again by one a round of answers (additive increase, multiplicative
 * decrease: Chiu and Jain 1989). Where the server tells its allowances, calls wait until they fit into them.
 */
export class Limiter {
  readonly #most: number;
  #limit: number;
  #inFlight = 0;
  #pausedUntil = 0;
  #lastCut = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting = new Queue<Waiting>();
  readonly #abortable = new WeakMap<AbortSignal, Set<() => void>>();
  readonly #requests = new Bucket();
  readonly #tokens = new Bucket();

  readonly #onWait: (ms: number) => void;

  /** `onWait` is told how long calls wait for the server's allowances. */
  constructor(most: number, onWait: (ms: number) => void = () => undefined) {
    this.#most = most;
    this.#limit = most;
    this.#onWait = onWait;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** The concurrency that is allowed now. */
  get limit(): number {
    return this.#limit;
  }

  /** Runs a call when it is its turn. Rejects with the signal's reason where that comes first. */
  async run<Result>(
    weight: CallWeight,
    signal: AbortSignal | undefined,
    call: () => Promise<Result>,
  ): Promise<Result> {
    await this.#turn(weight, signal);
    try {
      return await call();
    } finally {
      this.#inFlight--;
      this.#pump();
    }
  }

  /** An answer came: the server can take a little more. */
  succeeded(rate: RateLimits | undefined): void {
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
    this.#learn(rate);
  }

  /**
   * The server asks for less. Calls that were sent before the last cut say nothing new, so answers within
   * `settleMs` of it do not cut again.
   */
  refused(pauseMs: number, rate: RateLimits | undefined, settleMs = 1000): void {
    const now = Date.now();
    if (now - this.#lastCut > settleMs) {
      this.#limit = Math.max(1, this.#limit / 2);
      this.#lastCut = now;
    }
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    this.#learn(rate);
  }

  #learn(rate: RateLimits | undefined): void {
    const now = Date.now();
    if (rate?.requests) this.#requests.learn(rate.requests, now);
    if (rate?.tokens) this.#tokens.learn(rate.tokens, now);
  }

  #turn(weight: CallWeight, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = () => {
        this.#waiting.remove(entry);
        reject(signal?.reason);
      };
      const entry: Waiting = {
        weight,
        start: () => {
          if (signal) this.#abortable.get(signal)?.delete(abort);
          resolve();
        },
      };
      if (signal) this.#onAbort(signal, abort);
      this.#waiting.push(entry);
      this.#pump();
    });
  }

  /** One listener a signal: hundreds of calls wait under the same one, and it looks through all of its listeners. */
  #onAbort(signal: AbortSignal, abort: () => void): void {
    const known = this.#abortable.get(signal);
    if (known) {
      known.add(abort);
      return;
    }
    const aborts = new Set([abort]);
    this.#abortable.set(signal, aborts);
    const abortAll = () => {
      for (const each of aborts) each();
    };
    signal.addEventListener('abort', abortAll, { once: true });
  }

  #pump(): void {
    for (let next = this.#waiting.first; next; next = this.#waiting.first) {
      if (this.#inFlight >= Math.max(1, Math.floor(this.#limit))) return;
      const now = Date.now();
      const wait = Math.max(
        this.#pausedUntil - now,
        this.#requests.waitFor(1, now),
        this.#tokens.waitFor(next.weight.tokens, now),
      );
      if (wait > 0) {
        this.#onWait(wait);
        this.#pumpIn(wait);
        return;
      }
      this.#waiting.shift();
      this.#requests.take(1);
      this.#tokens.take(next.weight.tokens);
      this.#inFlight++;
      next.start();
    }
  }

  #pumpIn(ms: number): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#pump();
    }, ms);
  }
}

/** An allowance that fills evenly; empty until a server has said something. */
class Bucket {
  #known = false;
  #level = 0;
  #capacity = 0;
  #perMs = 0;
  #at = 0;

  /** `remaining` does not count what was sent since: `take` has, and keeps on where the server says more. */
  learn({ limit, remaining, resetMs }: Allowance, now: number): void {
    this.#fill(now);
    this.#level = this.#known ? Math.min(this.#level, remaining) : remaining;
    this.#known = limit > 0;
    this.#capacity = limit;
    this.#perMs = resetMs > 0 ? Math.max(1, limit - remaining) / resetMs : Number.POSITIVE_INFINITY;
    this.#at = now;
  }

  take(amount: number): void {
    this.#level -= amount;
  }

  /**
   * Milliseconds until `amount` is there. What is more than all of it goes when all of it is there. A wait that is
   * longer than a run waits is not believed: the next call is sent, and the server's answer to it counts.
   */
  waitFor(amount: number, now: number): number {
    if (!this.#known) return 0;
    this.#fill(now);
    const lacking = Math.min(amount, this.#capacity) - this.#level;
    const wait = lacking <= 0 ? 0 : Math.ceil(lacking / this.#perMs);
    if (wait <= LONGEST_WAIT_MS) return wait;
    this.#known = false;
    return 0;
  }

  #fill(now: number): void {
    const gained = (now - this.#at) * this.#perMs;
    if (gained > 0) this.#level = Math.min(this.#capacity, this.#level + gained);
    this.#at = now;
  }
}

/** First in, first out; thousands may wait, so the front is an index and not a shift of all. */
class Queue<Item> {
  #items: (Item | undefined)[] = [];
  #front = 0;

  get first(): Item | undefined {
    while (this.#front < this.#items.length && this.#items[this.#front] === undefined) this.#front++;
    return this.#items[this.#front];
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  shift(): void {
    this.#items[this.#front++] = undefined;
    if (this.#front > 1024 && this.#front * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#front);
      this.#front = 0;
    }
  }

  remove(item: Item): void {
    const index = this.#items.indexOf(item, this.#front);
    if (index !== -1) this.#items[index] = undefined;
  }
}

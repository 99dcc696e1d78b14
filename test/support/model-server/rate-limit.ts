import type { AskedCall, ErrorReply } from './script.ts';

export interface Allowance {
  readonly limit: number;
  readonly windowMs: number;
}

export interface RateLimit {
  readonly requests?: Allowance;
  readonly tokens?: Allowance;
  /** `x-ratelimit-*` with every answer. */
  readonly headers?: boolean;
  /** `retry-after-ms` and `retry-after` with a refusal. */
  readonly retryAfter?: boolean;
}

/** An allowance that is full again after each window, as the API counts requests and tokens. */
class Window {
  readonly #allowance: Allowance;
  #begun = performance.now();
  #used = 0;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Whether so much is left; takes it where it is. */
  take(amount: number): boolean {
    const now = performance.now();
    if (now - this.#begun >= this.#allowance.windowMs) {
      this.#begun = now;
      this.#used = 0;
    }
    if (this.#used + amount > this.#allowance.limit) return false;
    this.#used += amount;
    return true;
  }

  get resetMs(): number {
    return Math.max(0, Math.ceil(this.#begun + this.#allowance.windowMs - performance.now()));
  }

  headers(of: string): Record<string, string> {
    return {
      [`x-ratelimit-limit-${of}`]: String(this.#allowance.limit),
      [`x-ratelimit-remaining-${of}`]: String(this.#allowance.limit - this.#used),
      [`x-ratelimit-reset-${of}`]: `${this.resetMs}ms`,
    };
  }
}

/** Counts what is asked, and turns away what is too much. */
export class RateLimiter {
  readonly #options: RateLimit;
  readonly #windows: readonly { readonly of: 'requests' | 'tokens'; readonly window: Window }[];

  constructor(options: RateLimit) {
    this.#options = options;
    this.#windows = (['requests', 'tokens'] as const).flatMap((of) => {
      const allowance = options[of];
      return allowance ? [{ of, window: new Window(allowance) }] : [];
    });
  }

  refuse({ prompt, body }: AskedCall): ErrorReply | undefined {
    const tokens = Math.ceil(prompt.length / 4) + (body.max_tokens ?? body.max_completion_tokens ?? 0);
    const full = this.#windows.find(({ of, window }) => !window.take(of === 'requests' ? 1 : tokens));
    if (!full) return undefined;
    const { resetMs } = full.window;
    return {
      status: 429,
      error: { message: `Rate limit reached for ${full.of}.`, type: full.of, code: 'rate_limit_exceeded' },
      headers: this.#options.retryAfter
        ? { 'retry-after-ms': String(resetMs), 'retry-after': String(Math.ceil(resetMs / 1000)) }
        : {},
    };
  }

  headers(): Record<string, string> {
    if (!this.#options.headers) return {};
    return Object.assign({}, ...this.#windows.map(({ of, window }) => window.headers(of)));
  }
}

import type { Grade } from '../grader.ts';
import type { Dialect } from './asking/dialect.ts';
import { CallError } from './chat/chat.ts';
import type { Probed } from './probing/search.ts';

/** In one run; a server that changes more often than this is not to be kept up with. */
const MOST_PROBES = 3;
const WITHOUT_NUMBERS_IN_A_ROW = 8;

/** How the model is asked now. Where it no longer takes that, it is probed anew, once for all who notice. */
export class CurrentDialect {
  readonly #probe: (() => Promise<Probed>) | undefined;
  #dialect: Dialect;
  #probing: Promise<boolean> | undefined;
  #probes = 0;
  #withoutNumbers = 0;

  /** Without `probe` it stays as it is. */
  constructor(dialect: Dialect, probe: (() => Promise<Probed>) | undefined) {
    this.#dialect = dialect;
    this.#probe = probe;
  }

  get dialect(): Dialect {
    return this.#dialect;
  }

  /** Whether the model is to be asked in another way than in `before`. Rejects as the probe does where the run is over. */
  async changedSince(before: Dialect): Promise<boolean> {
    if (this.#dialect !== before) return true;
    if (!this.#probing) {
      if (!this.#probe || this.#probes >= MOST_PROBES) return false;
      this.#probes++;
      this.#probing = this.#found(this.#probe).finally(() => {
        this.#probing = undefined;
      });
    }
    return this.#probing;
  }

  /** Where log probabilities have stopped coming, the rest of the run is better asked for votes. */
  note({ mode, p }: Grade): void {
    if (mode === 'logprobs' && p !== null) this.#withoutNumbers = 0;
    else if (mode === 'votes' && this.#dialect.mode === 'logprobs') this.#withoutNumbers++;
    if (this.#withoutNumbers < WITHOUT_NUMBERS_IN_A_ROW) return;
    this.#withoutNumbers = 0;
    void this.changedSince(this.#dialect).catch(() => undefined);
  }

  async #found(probe: () => Promise<Probed>): Promise<boolean> {
    try {
      const { dialect } = await probe();
      if (JSON.stringify(dialect) === JSON.stringify(this.#dialect)) return false;
      this.#dialect = dialect;
      return true;
    } catch (error) {
      if (error instanceof CallError && error.kind !== 'cancelled') return false;
      throw error;
    }
  }
}

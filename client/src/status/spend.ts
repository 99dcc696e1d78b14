import type { ServerStatus } from '../../../server/src/language/protocol-care.ts';

export type Spent = ServerStatus['spent'];

const NOTHING: Spent = { calls: 0, costUsd: 0, unpriced: 0 };

/** What this session spent: the server counts from its start, which may come again, and the user may reset it. */
export class SessionSpend {
  #before: Spent = NOTHING;
  #told: Spent = NOTHING;

  get spent(): Spent {
    return sum(this.#before, this.#told);
  }

  told(spent: Spent): void {
    // Another server: what the one before spent stays spent.
    if (spent.calls < this.#told.calls) this.#before = this.spent;
    this.#told = spent;
  }

  reset(): void {
    this.#before = sum(NOTHING, this.#told, -1);
  }
}

function sum(a: Spent, b: Spent, sign: 1 | -1 = 1): Spent {
  return {
    calls: a.calls + sign * b.calls,
    costUsd: a.costUsd + sign * b.costUsd,
    unpriced: a.unpriced + sign * b.unpriced,
  };
}

import type { Meter } from '../grader/llm/calls/meter.ts';

/** What is under way in the background, and what models were asked since the start. */
export interface ActivityStatus {
  readonly isGrading: boolean;
  readonly isLearning: boolean;
  /** Of all runs: grading, hovers, tests, examinations. */
  readonly spent: {
    readonly calls: number;
    /** Of the calls whose price is known. */
    readonly costUsd: number;
    /** Calls without a price. */
    readonly unpriced: number;
  };
  /** Why the last run ended before its end. */
  readonly stopped?: { readonly reason: string; readonly message: string };
}

/** So often it is told while something is under way. */
const TELL_EVERY_MS = 500;

/** Keeps account of it, and tells whenever it changes. */
export class Activity {
  readonly #tell: (status: ActivityStatus) => void;
  readonly #underWay = { grading: 0, learning: 0 };
  readonly #meters = new Set<Meter>();
  #stopped: ActivityStatus['stopped'];
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (status: ActivityStatus) => void = () => undefined) {
    this.#tell = tell;
  }

  get status(): ActivityStatus {
    const { grading, learning } = this.#underWay;
    return {
      isGrading: grading > 0,
      isLearning: learning > 0,
      spent: this.#spent(),
      ...(this.#stopped && { stopped: this.#stopped }),
    };
  }

  /** Something begins; what is returned is called at its end. */
  begin(what: 'grading' | 'learning'): () => void {
    this.#underWay[what]++;
    if (what === 'grading') this.#stopped = undefined;
    this.#timer ??= setInterval(() => this.#tell(this.status), TELL_EVERY_MS);
    this.#tell(this.status);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#underWay[what]--;
      if (this.#underWay.grading + this.#underWay.learning === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
      this.#tell(this.status);
    };
  }

  /** Counts what a run spends, from its beginning on. */
  count(meter: Meter): void {
    this.#meters.add(meter);
  }

  stop(stopped: ActivityStatus['stopped']): void {
    this.#stopped = stopped;
    this.#tell(this.status);
  }

  dispose(): void {
    clearInterval(this.#timer);
  }

  #spent(): ActivityStatus['spent'] {
    const sum = { calls: 0, costUsd: 0, unpriced: 0 };
    for (const { spent } of this.#meters) {
      sum.calls += spent.calls;
      sum.costUsd += spent.costUsd ?? 0;
      if (spent.costUsd === null) sum.unpriced += spent.calls;
    }
    return sum;
  }
}

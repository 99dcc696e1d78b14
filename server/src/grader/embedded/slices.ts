/** Work in slices: other work of the process waits no longer than this, which nobody notices. */
const SLICE_MS = 12;

/**
 * Lets long computations share the thread with a language server. Call `pause` often: it returns at once
 * until the slice is used up, then lets everything else run. It throws the signal's reason once aborted.
 */
export class Slices {
  readonly #signal: AbortSignal | undefined;
  #started = performance.now();

  constructor(signal?: AbortSignal) {
    this.#signal = signal;
  }

  async pause(): Promise<void> {
    this.#signal?.throwIfAborted();
    if (performance.now() - this.#started < SLICE_MS) return;
    // A timer, not a promise: promises alone would never let input and output through.
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#started = performance.now();
    this.#signal?.throwIfAborted();
  }
}

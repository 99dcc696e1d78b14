/** So often the line is written anew. */
const EVERY_MS = 500;

/** How far a run is, on a terminal; nowhere else, so that logs stay short. */
export class Progress {
  readonly #begun = performance.now();
  readonly #stream: NodeJS.WriteStream;
  readonly #spent: () => string;
  #done = 0;
  #saidAt = 0;

  /** `spent`: what it has cost so far, in words; empty where it costs nothing. */
  constructor(spent: () => string, stream: NodeJS.WriteStream = process.stderr) {
    this.#spent = spent;
    this.#stream = stream;
  }

  add(): void {
    this.#done++;
    const now = performance.now();
    if (!this.#stream.isTTY || now - this.#saidAt < EVERY_MS) return;
    this.#saidAt = now;
    const perSecond = this.#done / ((now - this.#begun) / 1000);
    const cost = this.#spent();
    const said = `${this.#done} graded · ${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s${cost === '' ? '' : ` · ${cost}`}`;
    this.#stream.write(`\r\u001b[2K${said.slice(0, this.#stream.columns - 1)}`);
  }

  end(): void {
    if (this.#stream.isTTY && this.#saidAt > 0) this.#stream.write('\r\u001b[2K');
  }
}

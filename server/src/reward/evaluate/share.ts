/** How often something was so, of how often it could have been. */
export class Share {
  #hits = 0;
  #all = 0;

  add(isHit: boolean, count: number): void {
    this.#all += count;
    if (isHit) this.#hits += count;
  }

  /** How often it could have been. */
  get n(): number {
    return this.#all;
  }

  get value(): number | null {
    return this.#all === 0 ? null : this.#hits / this.#all;
  }
}

import { createHash } from 'node:crypto';

/** Half of the places at most are taken: probes stay short. */
const FILL = 0.5;
const FIRST_SIZE = 1024;

/**
 * How often each of many strings was counted, at 10 bytes a place: millions of items of a run fit into memory
 * where a `Map` of strings would not. Strings are told apart by 64 bits of their SHA-256, so of a million the
 * chance that any two are taken for one is about 3 in 10^8.
 */
export class Counts {
  #high = new Uint32Array(FIRST_SIZE);
  #low = new Uint32Array(FIRST_SIZE);
  #counts = new Uint16Array(FIRST_SIZE);
  #isTaken = new Uint8Array(FIRST_SIZE);
  #size = 0;

  get(text: string): number {
    const place = this.#placeOf(...hashOf(text));
    return this.#counts[place] as number;
  }

  /** Adds to the count, which stays at 0 or above, and below 65,536. */
  add(text: string, by: number): void {
    const [high, low] = hashOf(text);
    let place = this.#placeOf(high, low);
    if (!this.#isTaken[place]) {
      if (this.#size >= this.#high.length * FILL) {
        this.#grow();
        place = this.#placeOf(high, low);
      }
      this.#isTaken[place] = 1;
      this.#high[place] = high;
      this.#low[place] = low;
      this.#size++;
    }
    this.#counts[place] = Math.max(0, Math.min(0xffff, (this.#counts[place] as number) + by));
  }

  /** Where a hash is, or the free place where it would be. */
  #placeOf(high: number, low: number): number {
    const mask = this.#high.length - 1;
    for (let place = low & mask; ; place = (place + 1) & mask) {
      if (!this.#isTaken[place] || (this.#high[place] === high && this.#low[place] === low)) return place;
    }
  }

  #grow(): void {
    const before = { high: this.#high, low: this.#low, counts: this.#counts, isTaken: this.#isTaken };
    const size = before.high.length * 2;
    this.#high = new Uint32Array(size);
    this.#low = new Uint32Array(size);
    this.#counts = new Uint16Array(size);
    this.#isTaken = new Uint8Array(size);
    for (let index = 0; index < before.high.length; index++) {
      if (!before.isTaken[index]) continue;
      const place = this.#placeOf(before.high[index] as number, before.low[index] as number);
      this.#isTaken[place] = 1;
      this.#high[place] = before.high[index] as number;
      this.#low[place] = before.low[index] as number;
      this.#counts[place] = before.counts[index] as number;
    }
  }
}

function hashOf(text: string): [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}

/** What `get` answers for a key that is not there. */
export const MISSING = -1;
const CELL = 4;
const FIRST_CAPACITY = 1 << 10;

/**
 * A map from three integers to a non-negative one. A `Map` would need a string or a composed number
 * per key; the diagram asks it at every step, so the keys lie side by side in one array instead
 * (open addressing, linear probing, at most two thirds full).
 */
export class TripleTable {
  /** Key, key, key, value + 1; a value of 0 marks a free cell. */
  #cells = new Int32Array(FIRST_CAPACITY * CELL);
  #capacity = FIRST_CAPACITY;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The value of a key, or `MISSING`. */
  get(a: number, b: number, c: number): number {
    const at = this.#find(a, b, c);
    return (this.#cells[at + 3] as number) - 1;
  }

  set(a: number, b: number, c: number, value: number): void {
    if (this.#size * 3 > this.#capacity * 2) this.#grow();
    const at = this.#find(a, b, c);
    if (this.#cells[at + 3] === 0) this.#size++;
    this.#cells[at] = a;
    this.#cells[at + 1] = b;
    this.#cells[at + 2] = c;
    this.#cells[at + 3] = value + 1;
  }

  /** Forgets the other entries. */
  retain(isKept: (a: number, b: number, c: number, value: number) => boolean): void {
    const old = this.#cells;
    const kept: number[] = [];
    for (let from = 0; from < old.length; from += CELL) {
      const stored = old[from + 3] as number;
      if (
        stored !== 0 &&
        isKept(old[from] as number, old[from + 1] as number, old[from + 2] as number, stored - 1)
      )
        kept.push(from);
    }
    this.#size = kept.length;
    // As large as needed from the start: cells come in the order of their hashes, which would crowd a smaller table.
    this.#capacity = FIRST_CAPACITY;
    while (this.#size * 3 > this.#capacity * 2) this.#capacity *= 2;
    this.#cells = new Int32Array(this.#capacity * CELL);
    for (const from of kept) this.#copy(old, from);
  }

  /** Index of the key's cell, or of the free cell where it belongs. */
  #find(a: number, b: number, c: number): number {
    const cells = this.#cells;
    const mask = this.#capacity - 1;
    let slot = hash(a, b, c) & mask;
    for (;;) {
      const at = slot * CELL;
      if (cells[at + 3] === 0 || (cells[at] === a && cells[at + 1] === b && cells[at + 2] === c)) return at;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#cells;
    this.#capacity *= 2;
    this.#cells = new Int32Array(this.#capacity * CELL);
    for (let from = 0; from < old.length; from += CELL) {
      if (old[from + 3] === 0) continue;
      this.#copy(old, from);
    }
  }

  #copy(old: Int32Array, from: number): void {
    const to = this.#find(old[from] as number, old[from + 1] as number, old[from + 2] as number);
    for (let part = 0; part < CELL; part++) this.#cells[to + part] = old[from + part] as number;
  }
}

/** Odd multipliers and a final mix: neighbouring nodes must not fall into neighbouring cells. */
function hash(a: number, b: number, c: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}

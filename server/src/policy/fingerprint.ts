/**
 * Sixteen hex digits that change when the data does: they tell versions apart, and protect against nobody. Two lanes
 * of 32 bits, each mixed as MurmurHash3 mixes, since JavaScript multiplies 32 bits at once and 64 only slowly.
 */
export class Fingerprint {
  #high = 0x9e3779b9;
  #low = 0x85ebca6b;

  /** Plain data. */
  add(data: unknown): void {
    const bytes = new TextEncoder().encode(JSON.stringify(data));
    for (const byte of bytes) this.#mix(byte);
    this.#mix(bytes.length);
  }

  /** To the last bit. */
  addNumbers(numbers: Float64Array): void {
    const words = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
    for (let index = 0; index < words.length; index++) this.#mix(words[index] as number);
    this.#mix(words.length);
  }

  digest(): string {
    return [final(this.#high ^ this.#low), final(this.#low + 0x27d4eb2f)]
      .map((half) => (half >>> 0).toString(16).padStart(8, '0'))
      .join('');
  }

  #mix(word: number): void {
    let mixed = Math.imul(word, 0xcc9e2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    this.#high ^= mixed;
    this.#high = (Math.imul((this.#high << 13) | (this.#high >>> 19), 5) + 0xe6546b64) | 0;
    this.#low = Math.imul(this.#low ^ word, 0x01000193);
    this.#low = (this.#low ^ (this.#low >>> 15)) + this.#high;
    this.#low |= 0;
  }
}

function final(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

export function fingerprint(data: unknown): string {
  const print = new Fingerprint();
  print.add(data);
  return print.digest();
}

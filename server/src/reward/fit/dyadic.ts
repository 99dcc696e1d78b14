/** whole * 2^exponent: what a double is, exactly. */
export interface Dyadic {
  readonly whole: bigint;
  readonly exponent: number;
}

const view = new DataView(new ArrayBuffer(8));

export function dyadicOf(value: number): Dyadic {
  if (value === 0) return { whole: 0n, exponent: 0 };
  if (Number.isSafeInteger(value)) return { whole: BigInt(value), exponent: 0 };
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  let fraction = (high & 0xfffff) * 2 ** 32 + view.getUint32(4) + (biased === 0 ? 0 : 2 ** 52);
  let exponent = Math.max(biased, 1) - 1075;
  // The fewer digits, the less work with them.
  while (fraction % 2 ** 16 === 0) {
    fraction /= 2 ** 16;
    exponent += 16;
  }
  while (fraction % 2 === 0) {
    fraction /= 2;
    exponent++;
  }
  return { whole: BigInt(value < 0 ? -fraction : fraction), exponent };
}

/** value / 2^exponent, a whole number where `exponent` is not above its own. */
export function wholeAt(value: number, exponent: number): bigint {
  const { whole, exponent: own } = dyadicOf(value);
  return whole << BigInt(own - exponent);
}

/** The largest power of two that all these are whole multiples of; 0 where all are 0. */
export function commonExponent(values: Iterable<number>): number {
  let least = Number.POSITIVE_INFINITY;
  for (const value of values) if (value !== 0) least = Math.min(least, dyadicOf(value).exponent);
  return Number.isFinite(least) ? least : 0;
}

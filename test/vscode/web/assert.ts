/** As much of `node:assert/strict` as the suite uses, for where there is no Node. */
const assert = {
  ok(value: unknown, message = 'is not so'): asserts value {
    if (!value) throw new Error(message);
  },
  equal(actual: unknown, expected: unknown, message = 'is another one'): void {
    if (!Object.is(actual, expected)) throw new Error(`${message}: ${shown(actual)}, not ${shown(expected)}`);
  },
  notEqual(actual: unknown, expected: unknown, message = 'is the same'): void {
    if (Object.is(actual, expected)) throw new Error(`${message}: ${shown(actual)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message = 'is another one'): void {
    if (shown(actual) !== shown(expected))
      throw new Error(`${message}: ${shown(actual)}, not ${shown(expected)}`);
  },
  match(text: string, pattern: RegExp, message = 'does not match'): void {
    if (!pattern.test(text)) throw new Error(`${message} ${pattern}: ${shown(text)}`);
  },
};

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

export default assert;

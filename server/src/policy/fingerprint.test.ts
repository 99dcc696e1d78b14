import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fingerprint, fingerprint } from './fingerprint.ts';

describe('fingerprints', () => {
  it('differ where the data do, in any bit, and are the same again', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const print = fingerprint(data);
        expect(print).toMatch(/^[0-9a-f]{16}$/);
        expect(fingerprint(data)).toBe(print);
        const text = JSON.stringify(data);
        expect(seen.get(print) ?? text).toBe(text);
        seen.set(print, text);
      }),
      { numRuns: 5000 },
    );
  });

  it('of numbers change with every bit, with the order and with what is added apart', () => {
    const of = (...parts: number[][]) => {
      const print = new Fingerprint();
      for (const part of parts) print.addNumbers(Float64Array.from(part));
      return print.digest();
    };
    const all = [
      of([1, 2]),
      of([2, 1]),
      of([1], [2]),
      of([1, 2 + Number.EPSILON * 2]),
      of([1, 2, 0]),
      of([0, 1, 2]),
      of([-0, 1, 2]),
      of([]),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Counts } from './counts.ts';

describe('counts of strings', () => {
  it('are those of a Map', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }).map(String), fc.constantFrom(1, 1, -1)), {
          maxLength: 5_000,
          size: 'max',
        }),
        (changes) => {
          const counts = new Counts();
          const oracle = new Map<string, number>();
          for (const [text, by] of changes) {
            counts.add(text, by);
            oracle.set(text, Math.max(0, (oracle.get(text) ?? 0) + by));
          }
          for (const [text, count] of oracle) expect(counts.get(text)).toBe(count);
          expect(counts.get('never')).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});

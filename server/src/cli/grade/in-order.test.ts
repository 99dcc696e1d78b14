import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

async function* numbers(count: number, onRead: () => void = () => undefined) {
  for (let n = 0; n < count; n++) {
    onRead();
    yield n;
  }
}
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('work in order', () => {
  it('gives every result once, in the order of the items, whatever takes how long', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        async (durations, concurrency) => {
          let underWay = 0;
          let most = 0;
          const results: number[] = [];
          const work = async (n: number) => {
            most = Math.max(most, ++underWay);
            await turns(durations[n] as number);
            underWay--;
            return n;
          };
          for await (const n of inOrder(numbers(durations.length), concurrency, work)) results.push(n);
          expect(results).toEqual(durations.map((_, n) => n));
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads no further than it must while the first item takes long, or nobody takes the results', async () => {
    let read = 0;
    let release: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    const results = inOrder(
      numbers(1000, () => read++),
      2,
      async (n) => {
        if (n === 0) await first;
        return n;
      },
    );
    const next = results.next();
    await turns(500);
    // One under way, and as many that wait for it as may.
    expect(read).toBe(32);
    release();
    expect(await next).toEqual({ done: false, value: 0 });
    await turns(500);
    expect(read).toBeLessThanOrEqual(34);
    await results.return(undefined);
  });

  it('ends with the first failure, when all that was under way has settled', async () => {
    let settled = 0;
    const results: number[] = [];
    const run = async () => {
      const work = async (n: number) => {
        await turns(n === 3 ? 1 : 20);
        settled++;
        if (n === 3) throw new Error('three');
        return n;
      };
      for await (const n of inOrder(numbers(100), 4, work)) results.push(n);
    };
    await expect(run()).rejects.toThrow('three');
    expect(results).toEqual([0, 1, 2]);
    expect(settled).toBe(4);
  });
});

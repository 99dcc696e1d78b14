import { setImmediate as nextTurn } from 'node:timers/promises';

/** Results wait for an earlier one that takes long, until there are so many for each that is under way. */
const WAITING_PER_WORKER = 16;

/**
 * Maps items as they come, some at a time, and gives the results in the order of the items. What is read,
 * under way and waiting is bounded, so memory does not grow with the input, and a slow reader of the results slows
 * it all down. The first failure ends it: rejects, after what was under way has settled.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const source = items[Symbol.asyncIterator]();
  const started: Promise<Result>[] = [];
  let underWay = 0;
  let isExhausted = false;
  let freed: (() => void) | undefined;
  let hasFailed = false;

  const settled = () => {
    underWay--;
    freed?.();
  };
  const start = (item: Item) => {
    underWay++;
    const result = work(item);
    result.then(settled, () => {
      hasFailed = true;
      settled();
    });
    started.push(result);
  };

  try {
    for (;;) {
      while (
        !isExhausted &&
        !hasFailed &&
        underWay < concurrency &&
        started.length < concurrency * WAITING_PER_WORKER
      ) {
        const { done, value } = await source.next();
        if (done) isExhausted = true;
        else {
          start(value);
          // What it asks goes out before the next is prepared, which would otherwise hold up even the first.
          await nextTurn();
        }
      }
      const [first] = started;
      if (!first) return;
      // Either the next result is there, or there is room to begin another.
      const room = new Promise<typeof ROOM>((resolve) => {
        freed = () => resolve(ROOM);
      });
      const next = await (isExhausted || started.length >= concurrency * WAITING_PER_WORKER || hasFailed
        ? first
        : Promise.race([first, room]));
      if (next === ROOM) continue;
      started.shift();
      yield next as Result;
    }
  } finally {
    await Promise.allSettled(started);
    await source.return?.();
  }
}

const ROOM = Symbol('room');

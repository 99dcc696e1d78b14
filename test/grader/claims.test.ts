/** Several stores on one file, as several processes have them. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import { openAnswerStore } from '../../server/src/grader/llm/store/durable-store.ts';

let folder: string;
let stores: AnswerStore[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-claims-'));
  stores = [];
});
afterEach(async () => {
  for (const store of stores) store.close();
  await rm(folder, { recursive: true });
});

const path = () => join(folder, 'answers.sqlite');
function open(): AnswerStore {
  const store = openAnswerStore(path(), (message) => {
    throw new Error(message);
  });
  if (!store) throw new Error('no SQLite');
  stores.push(store);
  return store;
}
const key = randomBytes(32);
/** Whether it is still waiting after a while. */
const waits = (claim: Promise<boolean>) => Promise.race([claim.then(() => false), sleep(200, true)]);

/** The claim of another process, which is in the file only. */
async function claimOf(owner: { pid: number; host: string; until: number }): Promise<void> {
  const first = open();
  await first.claim(randomBytes(32));
  const database = new DatabaseSync(path());
  database.prepare('INSERT INTO owners VALUES (7, ?, ?, ?)').run(owner.pid, owner.host, owner.until);
  database.prepare('INSERT INTO claims VALUES (?, 7)').run(key);
  database.close();
}
const later = () => Date.now() + 30_000;

describe('a question that another asks', () => {
  it('is waited for until it is answered', async () => {
    const [one, other] = [open(), open()];
    expect(await one.claim(key)).toBe(true);
    const claim = other.claim(key);
    expect(await waits(claim)).toBe(true);
    await one.put(key, '{"said": "yes"}');
    expect([await claim, other.get(key)]).toEqual([false, '{"said": "yes"}']);
  });

  it.each<[string, (store: AnswerStore) => void]>([
    ['gives up', (store) => store.release(key)],
    ['ends', (store) => store.close()],
  ])('is asked by whoever waits where the other %s', async (_, end) => {
    const [one, other] = [open(), open()];
    await one.claim(key);
    const claim = other.claim(key);
    expect(await waits(claim)).toBe(true);
    end(one);
    expect([await claim, await other.claim(key)]).toEqual([false, true]);
    stores = [other];
  });

  it.each<[string, { pid: number; host: string; until: number }]>([
    ['has been killed', { pid: 999_999_999, host: hostname(), until: later() }],
    ['is stopped: its time is over', { pid: process.pid, host: hostname(), until: Date.now() - 1 }],
    ['was on another machine, and its time is over', { pid: 1, host: 'elsewhere', until: Date.now() - 1 }],
  ])('is taken over where the other %s', async (_, owner) => {
    await claimOf(owner);
    const store = open();
    expect(await store.claim(key)).toBe(false);
    expect(await store.claim(key)).toBe(true);
  });

  it('is left to one on another machine as long as that says that it is there', async () => {
    await claimOf({ pid: 999_999_999, host: 'elsewhere', until: later() });
    const abort = new AbortController();
    const claim = open().claim(key, abort.signal);
    expect(await waits(claim)).toBe(true);
    abort.abort();
    expect(await claim).toBe(false);
  });
});

it('whoever asks, answers or gives up, and when: no two ask the same at once, and nobody waits for ever', async () => {
  const step = fc.record({
    store: fc.nat({ max: 2 }),
    key: fc.nat({ max: 3 }),
    isAnswered: fc.boolean(),
    pauseMs: fc.nat({ max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
      const keys = Array.from({ length: 4 }, () => randomBytes(32));
      const own = [open(), open(), open()];
      const asking = new Set<string>();
      const answered = new Set<string>();
      const held = new Set<string>();
      const ask = async ({ store: number, key: index, isAnswered, pauseMs }: (typeof steps)[number]) => {
        const wanted = keys[index] as Uint8Array;
        const name = `${index}`;
        await sleep(pauseMs);
        for (;;) {
          const store = own[number] as AnswerStore;
          if (store.get(wanted) !== undefined) return;
          // Within one process it is the asker that sees to it.
          if (asking.has(`${number} ${name}`)) {
            await sleep(1);
            continue;
          }
          asking.add(`${number} ${name}`);
          try {
            if (!(await store.claim(wanted)) || store.get(wanted) !== undefined) {
              store.release(wanted);
              continue;
            }
            const others = [0, 1, 2].filter((each) => each !== number);
            expect(others.some((each) => held.has(`${each} ${name}`))).toBe(false);
            expect(answered.has(name)).toBe(false);
            held.add(`${number} ${name}`);
            await sleep(pauseMs);
            held.delete(`${number} ${name}`);
            if (!isAnswered) {
              store.release(wanted);
              return;
            }
            answered.add(name);
            await store.put(wanted, '{"said": "yes"}');
            return;
          } finally {
            asking.delete(`${number} ${name}`);
          }
        }
      };
      await Promise.all(steps.map(ask));
      for (const store of own) store.close();
      stores = stores.filter((store) => !own.includes(store));
    }),
    { numRuns: 30 },
  );
});

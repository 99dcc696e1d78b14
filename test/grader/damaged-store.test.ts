/** Whatever becomes of the file of answers, a run goes on, no answer is a wrong one, and nothing is deleted. */
import { createHash, randomBytes } from 'node:crypto';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import { openAnswerStore } from '../../server/src/grader/llm/store/durable-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = () => join(folder, 'answers.sqlite');
const keyOf = (n: number) => createHash('sha256').update(String(n)).digest();
/** Of many lengths, so that some are on pages of their own. */
const answerOf = (n: number) => JSON.stringify({ n, said: String(n).repeat(1 + ((n * 37) % 2000)) });
const COUNT = 300;

function opened(): { store: AnswerStore; said: string[] } {
  const said: string[] = [];
  const store = openAnswerStore(file(), (message) => said.push(message));
  if (!store) throw new Error('no SQLite');
  return { store, said };
}

async function filled(count = COUNT): Promise<Uint8Array> {
  const { store } = opened();
  for (let n = 0; n < count; n++) await store.put(keyOf(n), answerOf(n));
  store.setFact('dialect', '{"mode": "votes"}');
  const { secret } = store;
  store.close();
  return secret;
}

/** Each answer is the right one or none; how many there are. Then all are put anew, and are there. */
async function usable(store: AnswerStore, count = COUNT): Promise<number> {
  let there = 0;
  for (let n = 0; n < count; n++) {
    const answer = store.get(keyOf(n));
    if (answer === undefined) continue;
    expect(answer).toBe(answerOf(n));
    there++;
  }
  for (let n = 0; n < count; n++) {
    if (await store.claim(keyOf(n))) await store.put(keyOf(n), answerOf(n));
    expect(store.get(keyOf(n))).toBe(answerOf(n));
  }
  return there;
}

const aside = async () => (await readdir(folder)).filter((name) => name.includes('.damaged-'));

it('answers of one turn are all in the file when they are said to be, and also where it is closed before', async () => {
  const { store } = opened();
  const several = Array.from({ length: COUNT }, (_, n) => store.put(keyOf(n), answerOf(n)));
  await several[0];
  const reader = new DatabaseSync(file());
  expect(reader.prepare('SELECT count(*) AS n FROM answers').get()).toEqual({ n: COUNT });
  reader.close();
  const last = store.put(keyOf(COUNT), answerOf(COUNT));
  store.close();
  await Promise.all([...several, last]);
  const again = opened().store;
  for (let n = 0; n <= COUNT; n++) expect(again.get(keyOf(n))).toBe(answerOf(n));
  again.close();
});

it('keeps answers, facts and its secret', async () => {
  const secret = await filled();
  const { store, said } = opened();
  expect(await usable(store)).toBe(COUNT);
  expect(Buffer.from(store.secret)).toEqual(Buffer.from(secret));
  expect(store.fact('dialect')).toBe('{"mode": "votes"}');
  store.close();
  expect([said, (await stat(file())).mode & 0o777]).toEqual([[], 0o600]);
});

it('wherever pages are overwritten, before it is opened or while it is open: no wrong answer, most of the right ones, all said once', async () => {
  const good = join(folder, 'good.sqlite');
  const secret = await filled();
  await cp(file(), good);
  const size = (await stat(good)).size;
  let read = 0;
  let runs = 0;
  const damage = fc.record({
    places: fc.array(
      // The first page says that it is a database of ours: without it nothing can be read.
      fc.record({ at: fc.integer({ min: 4096, max: size - 1 }), length: fc.integer({ min: 1, max: 6000 }) }),
      { minLength: 1, maxLength: 4 },
    ),
    fill: fc.constantFrom(0x7a, 0, 0xff, undefined),
    isOpen: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ places, fill, isOpen }) => {
      for (const name of await readdir(folder)) if (name !== 'good.sqlite') await rm(join(folder, name));
      await cp(good, file());
      const before = isOpen ? opened() : undefined;
      before?.store.get(keyOf(0));
      const handle = await open(file(), 'r+');
      for (const { at, length } of places) {
        const bytes = fill === undefined ? randomBytes(length) : Buffer.alloc(length, fill);
        await handle.write(bytes, 0, Math.min(length, size - at), at);
      }
      await handle.close();
      const { store, said } = before ?? opened();
      read += await usable(store);
      runs++;
      store.close();
      const kept = await aside();
      expect(said.length).toBe(new Set(said).size);
      expect(said.length).toBeLessThanOrEqual(2);
      expect(kept.filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(said.length);
      for (const message of said) expect(message).toMatch(/are damaged .* put aside as .*RBR_CACHE_DIR/);
      // The next run has all of it. What was overwritten under an open file may be seen only then, and is said then.
      const next = opened();
      expect(await usable(next.store)).toBe(COUNT);
      if (!isOpen) expect(next.said).toEqual([]);
      expect(new Set([...said, ...next.said]).size).toBe(said.length + next.said.length);
      expect(next.store.secret.length).toBe(secret.length);
      next.store.close();
      const last = opened();
      expect([await usable(last.store), last.said]).toEqual([COUNT, []]);
      last.store.close();
    }),
    { numRuns: 60 },
  );
  console.log(`of ${COUNT} answers ${(read / runs).toFixed(0)} were read after damage, on average`);
  expect(read / runs).toBeGreaterThan(COUNT * 0.8);
}, 120_000);

it('finds its secret again where one of the two pages that hold it is gone', async () => {
  const secret = Buffer.from(await filled());
  const bytes = await readFile(file());
  let places = 0;
  for (const needle of [secret, Buffer.from(secret.toString('hex'))]) {
    const at = bytes.indexOf(needle);
    expect(at).toBeGreaterThan(0);
    const damaged = Buffer.from(bytes);
    damaged.fill(0x7a, at - (at % 4096), at - (at % 4096) + 4096);
    await writeFile(file(), damaged);
    const { store } = opened();
    expect(Buffer.from(store.secret)).toEqual(secret);
    expect(await usable(store)).toBe(COUNT);
    store.close();
    places++;
  }
  expect(places).toBe(2);
});

describe('what lies at the path is no whole database', () => {
  it.each<[string, () => Promise<void>, number]>([
    ['garbage', () => writeFile(file(), randomBytes(20_000)), 0],
    ['a text', () => writeFile(file(), 'not a database at all, but a letter to a friend '.repeat(50)), 0],
    ['the first half', async () => truncate(file(), Math.floor((await stat(file())).size / 8192) * 4096), 50],
    ['an empty file', () => truncate(file(), 0), 0],
    [
      'a database of something else',
      async () => {
        await rm(file());
        const other = new DatabaseSync(file());
        other.exec(
          'CREATE TABLE answers (question TEXT, score REAL); CREATE TABLE facts (x); PRAGMA user_version = 1',
        );
        other.close();
      },
      0,
    ],
    [
      'a database without one of its tables',
      async () => {
        const other = new DatabaseSync(file());
        other.exec('DROP TABLE facts');
        other.close();
      },
      COUNT,
    ],
  ])('%s', async (what, harm, least) => {
    await filled();
    await harm();
    const before = await readFile(file());
    const { store, said } = opened();
    expect(await usable(store)).toBeGreaterThanOrEqual(least);
    store.close();
    const isEmpty = what === 'an empty file';
    expect(said).toHaveLength(isEmpty ? 0 : 1);
    const [name = ''] = await aside();
    if (!isEmpty) {
      expect(said[0]).toContain(join(folder, name));
      expect((await readFile(join(folder, name))).subarray(100, 4096)).toEqual(before.subarray(100, 4096));
    }
    const next = opened();
    expect([await usable(next.store), next.said]).toEqual([COUNT, []]);
    next.store.close();
  });
});

it('two that have a damaged file open put it aside once, and both go on with the new one', async () => {
  await filled();
  const first = opened();
  const second = opened();
  const size = (await stat(file())).size;
  const handle = await open(file(), 'r+');
  for (let page = 8; page * 4096 < size; page += 2)
    await handle.write(Buffer.alloc(4096, 0x7a), 0, 4096, page * 4096);
  await handle.close();
  await usable(first.store);
  await usable(second.store);
  expect(first.said.length + second.said.length).toBe(1);
  expect((await aside()).filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(1);
  first.store.close();
  second.store.close();
});

describe('what cannot be opened or written costs no run', () => {
  it('a folder in its place', async () => {
    await mkdir(file());
    const { store, said } = opened();
    expect(await usable(store)).toBe(0);
    store.close();
    expect(said).toEqual([expect.stringMatching(/for this run only: .*answers\.sqlite.*RBR_CACHE_DIR/)]);
  });

  it('a file where the folder should be', async () => {
    await writeFile(join(folder, 'cache'), '');
    const said: string[] = [];
    const store = openAnswerStore(join(folder, 'cache', 'answers.sqlite'), (message) => said.push(message));
    expect(await usable(store as AnswerStore)).toBe(0);
    store?.close();
    expect(said).toHaveLength(1);
  });

  it('a folder without permission', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may do everything');
    await filled();
    await chmod(folder, 0o500);
    await chmod(file(), 0o400);
    const { store, said } = opened();
    // What is there is known all the same.
    expect(await usable(store)).toBe(COUNT);
    store.close();
    await chmod(folder, 0o700);
    expect(said).toHaveLength(1);
  });

  it('a database that another program keeps locked: what was answered is in it when it is free again', async () => {
    await filled(10);
    const { store, said } = opened();
    const other = new DatabaseSync(file());
    other.exec('BEGIN EXCLUSIVE');
    // To wait for each would take longer than a test may.
    for (let n = 10; n < 100; n++) {
      expect(await store.claim(keyOf(n))).toBe(true);
      await store.put(keyOf(n), answerOf(n));
    }
    expect(store.get(keyOf(30))).toBe(answerOf(30));
    other.exec('COMMIT');
    store.close();
    other.close();
    const next = opened();
    for (let n = 0; n < 100; n++) expect(next.store.get(keyOf(n))).toBe(answerOf(n));
    next.store.close();
    expect([said, next.said]).toEqual([[], []]);
  });

  it('one that is locked when it is opened', async () => {
    await filled(10);
    const other = new DatabaseSync(file());
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE x (y)');
    const { store, said } = opened();
    await usable(store, 20);
    expect(said).toEqual([expect.stringMatching(/keeps it locked/)]);
    other.exec('COMMIT');
    other.close();
    store.close();
    const next = opened();
    for (let n = 0; n < 20; n++) expect(next.store.get(keyOf(n))).toBe(answerOf(n));
    next.store.close();
  });

  it('a file that is deleted while it is open, which is how to forget: later answers are kept in a new one', async () => {
    await filled();
    const { store, said } = opened();
    for (const name of await readdir(folder)) await rm(join(folder, name));
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await store.put(keyOf(0), answerOf(0));
    store.close();
    const next = opened();
    expect([next.store.get(keyOf(0)), next.store.get(keyOf(1))]).toEqual([answerOf(0), undefined]);
    next.store.close();
    expect(said).toEqual([]);
  });

  it('a file that is cut while it is open', async () => {
    await filled();
    const { store, said } = opened();
    store.get(keyOf(1));
    await truncate(file(), 40_960);
    await usable(store);
    store.close();
    expect(said).toHaveLength(1);
    const next = opened();
    expect([await usable(next.store), next.said]).toEqual([COUNT, []]);
    next.store.close();
  });
});

it('answers of before checksums are answers', async () => {
  const old = new DatabaseSync(file());
  old.exec(`
    CREATE TABLE answers (key BLOB PRIMARY KEY, answer TEXT NOT NULL, at INTEGER NOT NULL);
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE secrets (id INTEGER PRIMARY KEY CHECK (id = 1), secret BLOB NOT NULL);
  `);
  const secret = randomBytes(32);
  old.prepare('INSERT INTO secrets VALUES (1, ?)').run(secret);
  const put = old.prepare('INSERT INTO answers VALUES (?, ?, ?)');
  for (let n = 0; n < COUNT; n++) put.run(keyOf(n), answerOf(n), n);
  old.close();
  const { store, said } = opened();
  expect(await usable(store)).toBe(COUNT);
  expect(Buffer.from(store.secret)).toEqual(secret);
  store.close();
  expect(said).toEqual([]);
});

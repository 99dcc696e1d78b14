/** A disk without room costs no run: what is known counts, what is answered counts, and it is said once. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeManyCalls } from '../support/many-calls.ts';
import { ROOT, type Run, runCommand, runRbr } from '../support/run-rbr.ts';
import { type SmallDisk, smallDisk } from '../support/small-disk.ts';
import { type StandaloneServer, startStandalone } from '../support/standalone-server.ts';

const SIZE = { completions: 60, propositions: 10 };
const QUESTIONS = SIZE.completions * SIZE.propositions;
/** Some of the 600 answers, at a kilobyte each. */
const DISK_KIB = 300;

let folder: string;
let server: StandaloneServer;
let policy: string;
let samples: string;
let disk: SmallDisk | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rbr-full-'));
  server = await startStandalone({ latencyMs: 1, log: join(folder, 'answered.log') });
  ({ policy, samples } = await writeManyCalls(folder, SIZE));
});
afterEach(async () => {
  await server.stop();
  disk?.remove();
  disk = undefined;
  await rm(folder, { recursive: true });
});

const answered = async () =>
  (await readFile(join(folder, 'answered.log'), 'utf8').catch(() => '')).split('\n').length - 1;
const args = (out: string, ...more: string[]) => [
  ...['grade', samples, '--policy', policy, '--grader', 'openai', '--model', 'm'],
  ...['--base-url', server.baseUrl, '--out', out, ...more],
];
const env = (cache: string) => ({ RBR_CACHE_DIR: cache });
const lines = async (path: string) => {
  const text = await readFile(path, 'utf8');
  expect(text === '' || text.endsWith('\n')).toBe(true);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
};

async function expectAllGraded({ code, stderr }: Run, out: string): Promise<void> {
  expect([code, stderr]).toEqual([0, expect.stringContaining('completions graded')]);
  expect((await lines(out)).map(({ id }) => id)).toEqual(
    Array.from({ length: SIZE.completions }, (_, n) => `item-${n}`),
  );
}
const saidOnce = ({ stderr }: Run) =>
  expect(stderr.match(/remembered for this run only: .*RBR_CACHE_DIR/g) ?? []).toHaveLength(1);

describe('on a disk of its own', () => {
  async function mounted(kib: number): Promise<SmallDisk> {
    const made = await smallDisk(join(folder, 'disk'), kib);
    if (typeof made === 'string') throw new Error(made);
    disk = made;
    return made;
  }

  it('the cache fills it: all is graded, nothing is asked twice, and what could be kept is known the next time', async ({
    skip,
  }) => {
    const { folder: cache } = await mounted(DISK_KIB).catch((error: Error) => skip(error.message));
    const out = join(folder, 'out.jsonl');
    const first = await runRbr(args(out), { env: env(cache) });
    await expectAllGraded(first, out);
    saidOnce(first);
    expect(await answered()).toBe(QUESTIONS + 1);
    disk?.resize(100 * DISK_KIB);
    const again = join(folder, 'again.jsonl');
    const second = await runRbr(args(again), { env: env(cache) });
    await expectAllGraded(second, again);
    expect(second.stderr).not.toContain('for this run only');
    const asked = (await answered()) - QUESTIONS - 1;
    console.log(`of ${QUESTIONS} answers ${QUESTIONS - asked} were kept on ${DISK_KIB} KiB`);
    expect(asked).toBeLessThan(QUESTIONS);
  });

  it('it is full from the start', async ({ skip }) => {
    const { folder: cache } = await mounted(DISK_KIB).catch((error: Error) => skip(error.message));
    await writeFile(join(cache, 'fill'), Buffer.alloc(DISK_KIB * 1024)).catch(() => undefined);
    const out = join(folder, 'out.jsonl');
    const run = await runRbr(args(out), { env: env(cache) });
    await expectAllGraded(run, out);
    saidOnce(run);
  });

  it('it can only be read: what is known there costs nothing', async ({ skip }) => {
    const { folder: cache } = await mounted(100 * DISK_KIB).catch((error: Error) => skip(error.message));
    await expectAllGraded(
      await runRbr(args(join(folder, '1.jsonl')), { env: env(cache) }),
      join(folder, '1.jsonl'),
    );
    disk?.setReadOnly(true);
    const out = join(folder, 'out.jsonl');
    const run = await runRbr(args(out), { env: env(cache) });
    await expectAllGraded(run, out);
    saidOnce(run);
    expect(await answered()).toBe(QUESTIONS + 1);
    disk?.setReadOnly(false);
  });

  it('`--out` fills it: the path is named, whole lines are in it, and with room it goes on', async ({
    skip,
  }) => {
    const { folder: small } = await mounted(20).catch((error: Error) => skip(error.message));
    const out = join(small, 'out.jsonl');
    const cache = join(folder, 'cache');
    const run = await runRbr(args(out), { env: env(cache) });
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringContaining(`${out} could not be written: ENOSPC`),
    ]);
    expect(run.stderr).toMatch(/completions graded;.*\n.*--resume/);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    const there = await lines(out);
    expect(there.length).toBeGreaterThan(3);
    expect(there.length).toBeLessThan(SIZE.completions);
    disk?.resize(10 * DISK_KIB);
    await expectAllGraded(await runRbr(args(out, '--resume'), { env: env(cache) }), out);
    expect(await answered()).toBe(QUESTIONS + 1);
  });

  it('standard output fills it: that is said', async ({ skip }) => {
    const { folder: small } = await mounted(20).catch((error: Error) => skip(error.message));
    const rbr = ['grade', samples, '--policy', policy, '--grader', 'openai', '--model', 'm'];
    const run = await runCommand(
      'bash',
      [
        ...['-c', 'exec "$@" > "$0"', join(small, 'out.jsonl'), process.execPath, join(ROOT, 'dist/rbr.cjs')],
        ...[...rbr, '--base-url', server.baseUrl],
      ],
      { env: env(join(folder, 'cache')) },
    );
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/standard output could not be written: ENOSPC/),
    ]);
  });

  it('there is no room for the lock of `--out`', async ({ skip }) => {
    const { folder: small } = await mounted(20).catch((error: Error) => skip(error.message));
    await writeFile(join(small, 'fill'), Buffer.alloc(20 * 1024)).catch(() => undefined);
    const run = await runRbr(args(join(small, 'out.jsonl')), { env: env(join(folder, 'cache')) });
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/out\.jsonl\.lock cannot be written.*ENOSPC/),
    ]);
  });

  it('a file that is to be replaced stays as it was', async ({ skip }) => {
    const { folder: small } = await mounted(DISK_KIB).catch((error: Error) => skip(error.message));
    const weights = join(small, 'w.json');
    await writeFile(weights, '{"mine": true}');
    await writeFile(join(small, 'fill'), Buffer.alloc(DISK_KIB * 1024)).catch(() => undefined);
    const run = await runRbr(['fit', '--policy', 'samples/four-areas.rbr.yaml', '--out', weights]);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringMatching(/w\.json could not be written and stays/),
    ]);
    expect(await readFile(weights, 'utf8')).toBe('{"mine": true}');
  });
});

describe('where files may not grow', () => {
  /** `kib`: how long a file may be. */
  const limited = (kib: number, args: readonly string[], cache: string) =>
    runCommand(
      'bash',
      ['-c', `ulimit -f ${kib}; exec "$@"`, 'bash', process.execPath, join(ROOT, 'dist/rbr.cjs'), ...args],
      {
        env: env(cache),
      },
    );

  it('the cache costs no run', async () => {
    const out = join(folder, 'out.jsonl');
    const run = await limited(200, args(out), join(folder, 'cache'));
    await expectAllGraded(run, out);
    saidOnce(run);
    expect(await answered()).toBe(QUESTIONS + 1);
  });

  it('`--out` is whole lines, and goes on', async () => {
    const out = join(folder, 'out.jsonl');
    const cache = join(folder, 'cache');
    await runRbr(args(join(folder, 'first.jsonl')), { env: env(cache) });
    const run = await limited(10, args(out), cache);
    expect([run.code, run.stderr]).toEqual([
      2,
      expect.stringContaining(`${out} could not be written: EFBIG`),
    ]);
    expect((await lines(out)).length).toBeGreaterThan(3);
    await expectAllGraded(await runRbr(args(out, '--resume'), { env: env(cache) }), out);
  });
});

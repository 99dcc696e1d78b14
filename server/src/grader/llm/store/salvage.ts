import { existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { isWhole, SqliteStore } from './sqlite-store.ts';

type Sqlite = typeof import('node:sqlite');

export interface Salvaged {
  /** Where the damaged file is now; undefined where another process has put it aside already. */
  readonly aside?: string;
  /** How many answers could be read, and are in the new file. */
  readonly answers: number;
}

/** Another process that does the same takes seconds. */
const PATIENCE_MS = 20_000;
const ABANDONED_MS = 120_000;
const BATCH = 500;
/** So many rows that are not there, one after the other: the last one is behind us. */
const GAP = 20_000;

/**
 * Puts a damaged database aside, where it stays, and a new one in its place with all answers that can still be read.
 * `inode`: of the file that was found damaged. Throws where the folder cannot be written to, or the disk is full:
 * then all is as it was.
 */
export function salvage(
  sqlite: Sqlite,
  path: string,
  inode: number | undefined,
  secret?: Uint8Array,
): Salvaged {
  const unlock = lock(`${path}.mending`);
  try {
    if (inode !== undefined && inodeOf(path) !== inode) return { answers: 0 };
    const fresh = `${path}.new`;
    for (const end of ['', '-wal', '-shm']) rmSync(`${fresh}${end}`, { force: true });
    const answers = copyReadable(sqlite, path, fresh, secret);
    const aside = nameAside(path);
    // A write-ahead log would be taken for the new file's.
    for (const end of ['-wal', '-shm'])
      if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`);
    keep(path, aside);
    renameSync(fresh, path);
    return { aside, answers };
  } finally {
    unlock();
  }
}

function copyReadable(sqlite: Sqlite, from: string, to: string, secret: Uint8Array | undefined): number {
  const damaged = openDamaged(sqlite, from);
  let store: SqliteStore | undefined;
  try {
    store = SqliteStore.open(sqlite, to, secret ?? damaged?.secret());
    if (!damaged) return 0;
    copyFacts(damaged, store);
    return copyAnswers(damaged, store);
  } catch (error) {
    store?.close();
    store = undefined;
    for (const end of ['', '-wal', '-shm']) rmSync(`${to}${end}`, { force: true });
    throw error;
  } finally {
    store?.close();
    damaged?.close();
  }
}

interface Row {
  readonly key: Uint8Array;
  readonly answer: string;
  readonly at: number;
}

interface Damaged {
  /** Undefined where it is not there, or cannot be read. */
  row(id: number): Row | undefined;
  lastRow(): number | undefined;
  facts(): { name: string; value: string }[];
  secret(): Uint8Array | undefined;
  close(): void;
}

/** Undefined where it is no database, or one without answers. */
function openDamaged(sqlite: Sqlite, path: string): Damaged | undefined {
  let database: InstanceType<Sqlite['DatabaseSync']> | undefined;
  try {
    // Not read-only: the last answers may be in a write-ahead log, and to read that takes its index.
    // Without the defence against odd pages, in Nodes that have it: a file that is shorter than it says is not read at all.
    database = new sqlite.DatabaseSync(path, { defensive: false });
    const of = database;
    of.exec('PRAGMA writable_schema = ON');
    const rows = of.prepare('SELECT * FROM answers NOT INDEXED WHERE rowid = ?');
    return {
      row: (id) => attempt(() => readRow(rows.get(id))),
      lastRow: () =>
        attempt(() => Number(of.prepare('SELECT max(rowid) AS last FROM answers').get()?.last ?? 0)),
      facts: () =>
        (attempt(() => of.prepare('SELECT * FROM facts').all()) ?? []).flatMap(
          ({ name, value, sum = null }) =>
            typeof name === 'string' && isWhole(value, sum, name) ? [{ name, value }] : [],
        ),
      secret() {
        const copy = this.facts().find(({ name }) => name === 'secret')?.value;
        if (copy !== undefined) return Buffer.from(copy, 'hex');
        const secret = attempt(() => of.prepare('SELECT secret FROM secrets').get()?.secret);
        return secret instanceof Uint8Array && secret.length === 32 ? secret : undefined;
      },
      close: () => of.close(),
    };
  } catch {
    database?.close();
    return undefined;
  }
}

/** Row by row, since a damaged page takes only its own rows with it. How many there were. */
function copyAnswers(damaged: Damaged, store: SqliteStore): number {
  const last = damaged.lastRow() ?? Number.POSITIVE_INFINITY;
  let answers = 0;
  let missed = 0;
  for (let id = 1; id <= last && missed < GAP; ) {
    store.together(() => {
      for (const end = id + BATCH; id < end && id <= last; id++) {
        const row = damaged.row(id);
        if (row) {
          store.putNow(row.key, row.answer, row.at);
          answers++;
        }
        missed = row ? 0 : missed + 1;
      }
    });
  }
  return answers;
}

function copyFacts(damaged: Damaged, store: SqliteStore): void {
  for (const { name, value } of damaged.facts()) if (name !== 'secret') store.setFact(name, value);
}

/** What has no checksum counts where it is JSON. */
function readRow(row: Record<string, unknown> | undefined): Row | undefined {
  if (!row) return undefined;
  const { key, answer, at, sum = null } = row;
  if (!(key instanceof Uint8Array) || !isWhole(answer, sum, key)) return undefined;
  if (sum === null) JSON.parse(answer);
  return { key, answer, at: typeof at === 'number' ? at : 0 };
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function nameAside(path: string): string {
  const day = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  for (let n = 1; ; n++) {
    const aside = `${path}.damaged-${day}${n > 1 ? `-${n}` : ''}`;
    if (!existsSync(aside)) return aside;
  }
}

/** Under another name as well, so that at no instant nothing is at the path. Some file systems have no links. */
function keep(path: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch {
    renameSync(path, aside);
  }
}

export function inodeOf(path: string): number | undefined {
  return attempt(() => statSync(path).ino);
}

/** Waits, and lets nothing else of this process run: it is a matter of seconds, once in years. */
function lock(folder: string): () => void {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      mkdirSync(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const since = attempt(() => statSync(folder).mtimeMs);
    if (since !== undefined && Date.now() - since > ABANDONED_MS)
      rmSync(folder, { recursive: true, force: true });
    else if (performance.now() > until) throw new Error(`${folder} is there: another process mends the file`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

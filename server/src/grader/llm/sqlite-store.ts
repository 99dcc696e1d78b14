import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AnswerStore } from './answer-store.ts';

/**
 * Opens the store in a file, or undefined where this runtime has no SQLite.
 *
 * Why SQLite: many windows and command lines write at once, each may be killed at any instant, and a run has
 * millions of answers of a kilobyte. Of what was looked at: `cacache` does this in files, at a millisecond of
 * processor time an answer (measured here, more than the whole rest of a call); `lmdb` and
 * `better-sqlite3` are native code, of which the extension ships none; a log of our own would be a small database
 * with less testing than the one in Node since 22.13.
 */
export function openAnswerStore(path: string): AnswerStore | undefined {
  const sqlite = loadSqlite();
  if (!sqlite) return undefined;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    return new SqliteStore(new sqlite.DatabaseSync(path), path);
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // Something else lies there, or a disk was full: it is kept aside, and answers are asked for again.
    renameSync(path, `${path}.unreadable`);
    return new SqliteStore(new sqlite.DatabaseSync(path), path);
  }
}

/** Waiting for another process's write, at most; its transactions take a millisecond. */
const BUSY_MS = 10_000;

class SqliteStore implements AnswerStore {
  readonly secret: Uint8Array;
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #fact: StatementSync;
  readonly #setFact: StatementSync;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    // WAL: readers never wait, and a commit is one write. What was committed survives the process, if not
    // always the power: then the last answers are asked for again.
    database.exec(`
      PRAGMA busy_timeout = ${BUSY_MS};
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = 10000;
      CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, answer TEXT NOT NULL, at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS secrets (id INTEGER PRIMARY KEY CHECK (id = 1), secret BLOB NOT NULL);
    `);
    chmodSync(path, 0o600);
    database.prepare('INSERT OR IGNORE INTO secrets VALUES (1, ?)').run(randomBytes(32));
    this.secret = database.prepare('SELECT secret FROM secrets').get()?.secret as Uint8Array;
    this.#get = database.prepare('SELECT answer FROM answers WHERE key = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO answers VALUES (?, ?, ?)');
    this.#fact = database.prepare('SELECT value FROM facts WHERE name = ?');
    this.#setFact = database.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?)');
  }

  get(key: Uint8Array): string | undefined {
    return this.#get.get(key)?.answer as string | undefined;
  }

  /**
   * At once, in a transaction of its own: to wait for others would keep the call's place taken, which costs more.
   */
  async put(key: Uint8Array, answer: string): Promise<void> {
    this.#put.run(key, answer, Date.now());
  }

  fact(name: string): string | undefined {
    return this.#fact.get(name)?.value as string | undefined;
  }

  setFact(name: string, value: string): void {
    this.#setFact.run(name, value);
  }

  close(): void {
    this.#database.close();
  }
}

/** Node says with each start that its SQLite is young; users of ours can do nothing about that. */
function loadSqlite(): typeof import('node:sqlite') | undefined {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && /not a database|malformed/i.test(error.message);
}

import { randomBytes } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { crc32 } from 'node:zlib';
import type { AnswerStore } from './answer-store.ts';
import { CLAIM_TABLES, Claims } from './claims.ts';

type Sqlite = typeof import('node:sqlite');

/** Waiting for another process's write, at most; its transactions take a millisecond. Nothing else runs meanwhile. */
const BUSY_MS = 1_000;

/**
 * Answers in an SQLite database, as it comes: every method throws the database's error; `DurableStore` deals with them.
 *
 * Why SQLite: many windows and command lines write at once, each may be killed at any instant, and a run has
 * millions of answers of a kilobyte. Of what was looked at: `cacache` does this in files, at a millisecond of
 * processor time an answer (measured here, more than the whole rest of a call); `lmdb` and
 * `better-sqlite3` are native code, of which the extension ships none; a log of our own would be a small database
 * with less testing than the one in Node since 22.13.
 */
export class SqliteStore implements AnswerStore {
  readonly secret: Uint8Array;
  /** Of the file, to tell whether it is still the one at its path. */
  readonly inode: number;
  readonly isReadOnly: boolean;
  readonly #database: DatabaseSync;
  readonly #claims: Claims | undefined;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #fact: StatementSync;
  readonly #setFact: StatementSync;

  /** Opens what is there, or begins anew, with this secret where one is given. */
  static open(sqlite: Sqlite, path: string, secret?: Uint8Array): SqliteStore {
    const database = new sqlite.DatabaseSync(path);
    return closingOnError(database, () => {
      // WAL: readers never wait, and a commit is one write. What was committed survives the process, if not
      // always the power: then the last answers are asked for again. A new file has none: it need not be on the disk.
      database.exec(`
        PRAGMA busy_timeout = ${BUSY_MS};
        PRAGMA synchronous = OFF;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        PRAGMA wal_autocheckpoint = 10000;
      `);
      makeTables(database);
      ownOnly(path);
      return new SqliteStore(database, path, secret);
    });
  }

  /** A database in a folder that cannot be written to: what is known there is known. */
  static openReadOnly(sqlite: Sqlite, path: string): SqliteStore {
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    const database = new sqlite.DatabaseSync(url, { readOnly: true });
    return closingOnError(database, () => new SqliteStore(database, path, undefined, true));
  }

  private constructor(database: DatabaseSync, path: string, secret?: Uint8Array, isReadOnly = false) {
    this.#database = database;
    this.inode = statSync(path).ino;
    this.isReadOnly = isReadOnly;
    this.#get = database.prepare('SELECT answer, sum FROM answers WHERE key = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO answers (key, answer, at, sum) VALUES (?, ?, ?, ?)');
    this.#fact = database.prepare('SELECT value, sum FROM facts WHERE name = ?');
    this.#setFact = database.prepare('INSERT OR REPLACE INTO facts (name, value, sum) VALUES (?, ?, ?)');
    this.#claims = isReadOnly ? undefined : new Claims(database);
    this.secret = this.#readSecret() ?? secret ?? randomBytes(32);
    if (!isReadOnly) this.#keepSecret();
  }

  /** A row whose checksum says that a page of the disk is damaged is none. */
  get(key: Uint8Array): string | undefined {
    const row = this.#get.get(key);
    return row && isWhole(row.answer, row.sum, key) ? row.answer : undefined;
  }

  async put(key: Uint8Array, answer: string): Promise<void> {
    this.putNow(key, answer, Date.now());
  }

  putNow(key: Uint8Array, answer: string, at: number): void {
    this.#put.run(key, answer, at, checksum(answer, key));
    this.#claims?.answered(key);
  }

  claim(key: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    return this.#claims ? this.#claims.claim(key, signal) : Promise.resolve(true);
  }

  release(key: Uint8Array): void {
    this.#claims?.release(key);
  }

  fact(name: string): string | undefined {
    const row = this.#fact.get(name);
    return row && isWhole(row.value, row.sum, name) ? row.value : undefined;
  }

  setFact(name: string, value: string): void {
    this.#setFact.run(name, value, checksum(value, name));
  }

  /** Of many writes one transaction. */
  together(write: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      write();
      this.#database.exec('COMMIT');
    } catch (error) {
      rollBack(this.#database);
      throw error;
    }
  }

  /** Whether to wait for another process's write. */
  setPatience(isPatient: boolean): void {
    this.#database.exec(`PRAGMA busy_timeout = ${isPatient ? BUSY_MS : 0}`);
  }

  close(): void {
    try {
      this.#claims?.close();
    } finally {
      this.#database.close();
    }
  }

  /** Prompts are made with it: with another secret no answer is found again. So it is kept in two pages of the file. */
  #readSecret(): Uint8Array | undefined {
    const copy = this.fact(SECRET_COPY);
    if (copy !== undefined) return Buffer.from(copy, 'hex');
    const secret = this.#database.prepare('SELECT secret FROM secrets').get()?.secret;
    return secret instanceof Uint8Array && secret.length === 32 ? secret : undefined;
  }

  #keepSecret(): void {
    if (this.fact(SECRET_COPY) !== undefined) return;
    // Of processes that begin a database at the same time, the secret of the first is everybody's.
    this.#database.prepare('INSERT OR IGNORE INTO secrets VALUES (1, ?)').run(this.secret);
    const kept = this.#readSecret() ?? this.secret;
    this.setFact(SECRET_COPY, Buffer.from(kept).toString('hex'));
    (this as { secret: Uint8Array }).secret = kept;
  }
}

const SECRET_COPY = 'secret';
const VERSION = 1;

function makeTables(database: DatabaseSync): void {
  if (database.prepare('PRAGMA user_version').get()?.user_version === VERSION) return;
  // Several processes may begin at the same time.
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS answers (key BLOB PRIMARY KEY, answer TEXT NOT NULL, at INTEGER NOT NULL, sum INTEGER);
    CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, sum INTEGER) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS secrets (id INTEGER PRIMARY KEY CHECK (id = 1), secret BLOB NOT NULL);
    ${CLAIM_TABLES}
  `);
  // Databases of before checksums: their rows are taken as they are.
  for (const table of ['answers', 'facts']) {
    const columns = database.prepare(`PRAGMA table_info(${table})`).all();
    if (!columns.some(({ name }) => name === 'sum'))
      database.exec(`ALTER TABLE ${table} ADD COLUMN sum INTEGER`);
  }
  database.exec(`PRAGMA user_version = ${VERSION}; COMMIT`);
}

/** Some failures end a transaction by themselves, and not every Node says whether there is one. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {
    // There is none any more.
  }
}

/** As far as the file is ours. */
function ownOnly(path: string): void {
  try {
    chmodSync(path, 0o600);
  } catch {
    // It is somebody else's, who lets us write to it.
  }
}

/** Over key and text: a damaged index may lead to another question's row. */
export function checksum(text: string, key: Uint8Array | string): number {
  return crc32(text, crc32(key));
}

/** Rows of before checksums have none. */
export function isWhole(text: unknown, sum: unknown, key: Uint8Array | string): text is string {
  return typeof text === 'string' && (sum === null || sum === checksum(text, key));
}

function closingOnError<Value>(database: DatabaseSync, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Undefined where this runtime has none. Node says with each start that its SQLite is young; users of ours can do nothing about that. */
export function loadSqlite(): Sqlite | undefined {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

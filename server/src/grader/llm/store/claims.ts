import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { nameOf } from './answer-store.ts';

/** Who asks what, so that no two processes on one database ask the same. A claim is good as long as its owner is. */
export const CLAIM_TABLES = `
  CREATE TABLE IF NOT EXISTS owners (id INTEGER PRIMARY KEY, pid INTEGER, host TEXT, until INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS claims (key BLOB PRIMARY KEY, owner INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS answered AFTER INSERT ON answers
    BEGIN DELETE FROM claims WHERE key = NEW.key; END;
`;

/** An owner that has not said for so long that it is there is taken for gone, such as one that is stopped. */
const LEASE_MS = 30_000;
const RENEW_MS = 10_000;
/** So often it is looked whether others have finished; it costs microseconds where nothing was written. */
const POLL_MS = 25;
/** So often it is looked whether owners are alive. */
const REAP_MS = 1_000;
/** Nobody waits longer for another process: rather is a question paid for twice. */
const LONGEST_WAIT_MS = 300_000;

interface Waiting {
  readonly key: Uint8Array;
  readonly until: number;
  readonly resolve: (isOurs: boolean) => void;
}

interface Wanted {
  readonly key: Uint8Array;
  readonly resolve: (isTaken: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export class Claims {
  readonly #database: DatabaseSync;
  readonly #owner = randomInt(1, 2 ** 47);
  readonly #claim: StatementSync;
  readonly #isClaimed: StatementSync;
  readonly #release: StatementSync;
  readonly #version: StatementSync;
  readonly #owners: StatementSync;
  readonly #renew: StatementSync;
  readonly #own = new Set<string>();
  readonly #waiting = new Set<Waiting>();
  #wanted: Wanted[] = [];
  #lastVersion: unknown;
  #reapedAt = Number.NEGATIVE_INFINITY;
  #renewing: NodeJS.Timeout | undefined;
  #polling: NodeJS.Timeout | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#claim = database.prepare('INSERT OR IGNORE INTO claims VALUES (?, ?)');
    this.#isClaimed = database.prepare('SELECT 1 FROM claims WHERE key = ?');
    this.#release = database.prepare('DELETE FROM claims WHERE key = ? AND owner = ?');
    this.#version = database.prepare('PRAGMA data_version');
    this.#owners = database.prepare('SELECT id, pid, host, until FROM owners');
    this.#renew = database.prepare('INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?)');
  }

  /** See `AnswerStore.claim`. Rejects with the database's error. */
  async claim(key: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    if (await this.#take(key)) return true;
    if (signal?.aborted) return false;
    return new Promise((resolve) => {
      const settle = (isOurs: boolean) => {
        signal?.removeEventListener('abort', cancel);
        this.#waiting.delete(waiting);
        resolve(isOurs);
      };
      const cancel = () => settle(false);
      const waiting = { key, until: performance.now() + LONGEST_WAIT_MS, resolve: settle };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.add(waiting);
      this.#polling ??= setInterval(() => this.#poll(), POLL_MS);
    });
  }

  release(key: Uint8Array): void {
    if (this.#own.delete(nameOf(key))) this.#release.run(key, this.#owner);
  }

  /** It was answered: the trigger has taken the claim away. */
  answered(key: Uint8Array): void {
    this.#own.delete(nameOf(key));
  }

  /** Gives up all claims; those who wait here look for themselves. */
  close(): void {
    clearInterval(this.#renewing);
    clearInterval(this.#polling);
    this.#wake(() => true);
    for (const { resolve } of this.#wanted.splice(0)) resolve(true);
    if (this.#renewing === undefined) return;
    this.#database.exec(
      `BEGIN IMMEDIATE; DELETE FROM claims WHERE owner = ${this.#owner}; DELETE FROM owners WHERE id = ${this.#owner}; COMMIT`,
    );
  }

  /** What is wanted in one turn of the event loop is claimed in one transaction: a commit costs more than a row. */
  #take(key: Uint8Array): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.#wanted.push({ key, resolve, reject }) === 1) setImmediate(() => this.#takeAll());
    });
  }

  #takeAll(): void {
    const wanted = this.#wanted;
    this.#wanted = [];
    if (wanted.length === 0) return;
    try {
      this.#beAnOwner();
      this.#database.exec('BEGIN IMMEDIATE');
      const isTaken = wanted.map(({ key }) => this.#claim.run(key, this.#owner).changes === 1);
      this.#database.exec('COMMIT');
      wanted.forEach(({ key, resolve }, index) => {
        if (isTaken[index]) this.#own.add(nameOf(key));
        resolve(isTaken[index] as boolean);
      });
    } catch (error) {
      ignoringErrors(() => this.#database.exec('ROLLBACK'));
      for (const { reject } of wanted) reject(error);
    }
  }

  #beAnOwner(): void {
    if (this.#renewing !== undefined) return;
    const renew = () => this.#renew.run(this.#owner, process.pid, hostname(), Date.now() + LEASE_MS);
    renew();
    this.#renewing = setInterval(() => ignoringErrors(renew), RENEW_MS).unref();
  }

  #poll(): void {
    try {
      const now = performance.now();
      const isReaping = now - this.#reapedAt > REAP_MS;
      if (isReaping) {
        this.#reapedAt = now;
        this.#reap();
      }
      const version = this.#version.get()?.data_version;
      if (isReaping || version !== this.#lastVersion)
        this.#wake(({ key }) => this.#isClaimed.get(key) === undefined);
      this.#lastVersion = version;
      for (const { until, resolve } of this.#waiting) if (now > until) resolve(true);
    } catch {
      // Whoever waits looks for themselves, and meets the error where it is handled.
      this.#wake(() => true);
    }
    if (this.#waiting.size > 0) return;
    clearInterval(this.#polling);
    this.#polling = undefined;
  }

  #wake(which: (waiting: Waiting) => boolean): void {
    for (const waiting of this.#waiting) if (which(waiting)) waiting.resolve(false);
  }

  /** Takes away the claims of those who are gone, and of nobody: the owner's row goes last. */
  #reap(): void {
    const gone = this.#owners.all().filter((row) => !isThere(ownerOf(row)));
    const ids = gone.map(({ id }) => Number(id)).join(', ');
    const orphans = `owner NOT IN (SELECT id FROM owners)`;
    if (ids !== '') this.#database.exec(`DELETE FROM owners WHERE id IN (${ids})`);
    if (this.#database.prepare(`SELECT 1 FROM claims WHERE ${orphans} LIMIT 1`).get())
      this.#database.exec(`DELETE FROM claims WHERE ${orphans}`);
  }
}

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly until: number;
}

function ownerOf({ pid, host, until }: Readonly<Record<string, unknown>>): Owner {
  return { pid: Number(pid), host: String(host), until: Number(until) };
}

/** One that was killed on this machine is known to be gone before its time is over. */
function isThere({ pid, host, until }: Owner): boolean {
  if (until < Date.now()) return false;
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ignoringErrors(action: () => void): void {
  try {
    action();
  } catch {
    // The next use of the database meets it as well.
  }
}

import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { type AnswerStore, memoryAnswerStore, nameOf } from './answer-store.ts';
import { inodeOf, salvage } from './salvage.ts';
import { problemOf } from './sqlite-problem.ts';
import { loadSqlite, SqliteStore } from './sqlite-store.ts';

type Sqlite = typeof import('node:sqlite');

/**
 * Opens the store in a file, or undefined where this runtime has no SQLite. Whatever is wrong with the file is told
 * to `say`, once, in a sentence for people, and never thrown.
 */
export function openAnswerStore(path: string, say: (message: string) => void): AnswerStore | undefined {
  const sqlite = loadSqlite();
  return sqlite && new DurableStore(sqlite, path, say);
}

/** A file is put aside so often; then something is wrong with the disk. */
const MOST_SALVAGES = 2;
/** Where the file could not be written to, it is tried again after so long; sooner where somebody else was writing. */
const AGAIN_MS = { busy: 1_000, full: 10_000, unusable: 10_000 };
/** Of several processes that begin a file at the same time, all but one wait. */
const BEGIN_MS = 3_000;
/** In one transaction at most; where a disk has little room left, some fit. */
const ROWS_TOGETHER = 100;
/** So often it is looked whether the file is still the one at its path. */
const LOOK_MS = 1_000;
/** Others may write for so long before it is said. */
const BUSY_PATIENCE_MS = 10_000;

interface Unsaved {
  readonly key: Uint8Array;
  readonly answer: string;
  readonly at: number;
}

/**
 * Answers in an SQLite database, for runs that go on whatever becomes of it. A damaged one is put aside, and what can be
 * read of it is kept; what cannot be written is in memory, and is written as soon as that can be done.
 */
class DurableStore implements AnswerStore {
  readonly secret: Uint8Array;
  readonly #sqlite: Sqlite;
  readonly #path: string;
  readonly #say: (message: string) => void;
  readonly #said = new Set<string>();
  readonly #unsaved = new Map<string, Unsaved>();
  readonly #memory: AnswerStore;
  #store: SqliteStore | undefined;
  #salvages = 0;
  #lookedAt = performance.now();
  /** Since when writing has failed; undefined while it does not. */
  #failingSince: number | undefined;
  #againAt = 0;
  #saving: Promise<void> | undefined;
  #isClosed = false;

  constructor(sqlite: Sqlite, path: string, say: (message: string) => void) {
    this.#sqlite = sqlite;
    this.#path = path;
    this.#say = say;
    this.#open(undefined);
    this.#memory = memoryAnswerStore(this.#store?.secret);
    this.secret = this.#memory.secret;
  }

  get(key: Uint8Array): string | undefined {
    return this.#unsaved.get(nameOf(key))?.answer ?? this.#use((store) => store.get(key));
  }

  put(key: Uint8Array, answer: string): Promise<void> {
    this.#look();
    this.#unsaved.set(nameOf(key), { key, answer, at: Date.now() });
    // What is answered in one turn of the event loop is written in one transaction: a commit costs more than a row.
    this.#saving ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#saving = undefined;
        this.#saveInTime();
        resolve();
      });
    });
    return this.#saving;
  }

  async claim(key: Uint8Array, signal?: AbortSignal): Promise<boolean> {
    const store = this.#store;
    if (!store || this.#failingSince !== undefined) return true;
    try {
      return await store.claim(key, signal);
    } catch (error) {
      if (store === this.#store) this.#mend(error);
      return true;
    }
  }

  release(key: Uint8Array): void {
    // While nothing can be written, the claim ends with its owner's time.
    if (this.#failingSince === undefined) this.#use((store) => store.release(key));
  }

  fact(name: string): string | undefined {
    return this.#memory.fact(name) ?? this.#use((store) => store.fact(name));
  }

  setFact(name: string, value: string): void {
    this.#memory.setFact(name, value);
    if (this.#failingSince === undefined) this.#use((store) => store.setFact(name, value));
  }

  close(): void {
    if (this.#unsaved.size > 0) this.#save();
    this.#isClosed = true;
    this.#close();
  }

  /** Undefined where it fails for good; what can be mended is mended before. */
  #use<Value>(action: (store: SqliteStore) => Value): Value | undefined {
    for (let attempt = 1; this.#store; attempt++) {
      const store = this.#store;
      try {
        return action(store);
      } catch (error) {
        this.#mend(error);
        if (this.#store === store || attempt > MOST_SALVAGES) return undefined;
      }
    }
    return undefined;
  }

  #saveInTime(): void {
    if (this.#isClosed) return;
    if (this.#failingSince === undefined || performance.now() > this.#againAt) this.#save();
    // Whatever became of an answer: nobody need wait for it any more.
    if (this.#failingSince === undefined) for (const { key } of this.#unsaved.values()) this.release(key);
  }

  #save(): void {
    if (!this.#store || this.#store.isReadOnly) {
      this.#close();
      this.#open(this.secret);
    }
    const unsaved = [...this.#unsaved];
    for (let from = 0; from < unsaved.length; from += ROWS_TOGETHER) {
      const rows = unsaved.slice(from, from + ROWS_TOGETHER);
      const isSaved = this.#use((store) => {
        store.together(() => {
          for (const [, { key, answer, at }] of rows) store.putNow(key, answer, at);
        });
        return true;
      });
      if (!isSaved) return;
      for (const [name] of rows) this.#unsaved.delete(name);
    }
    if (!this.#store || this.#failingSince === undefined) return;
    this.#failingSince = undefined;
    this.#use((store) => store.setPatience(true));
  }

  /** Somebody may have deleted the file, which is how to forget all answers, or put it aside. */
  #look(): void {
    const now = performance.now();
    if (!this.#store || now - this.#lookedAt < LOOK_MS) return;
    this.#lookedAt = now;
    if (inodeOf(this.#path) === this.#store.inode) return;
    this.#close();
    this.#open(this.secret);
  }

  #open(secret: Uint8Array | undefined): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      this.#store = this.#opened(secret);
    } catch (error) {
      this.#mend(error);
    }
  }

  /** To make a database wait for others is not always in SQLite's power. */
  #opened(secret: Uint8Array | undefined): SqliteStore {
    for (const until = performance.now() + BEGIN_MS; ; ) {
      try {
        return SqliteStore.open(this.#sqlite, this.#path, secret);
      } catch (error) {
        if (problemOf(error).kind !== 'busy' || performance.now() > until) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      }
    }
  }

  #close(): void {
    try {
      this.#store?.close();
    } catch {
      // What was committed is in the file; nothing else is lost.
    }
    this.#store = undefined;
  }

  #mend(error: unknown): void {
    const problem = problemOf(error);
    if (problem.kind === 'damaged') this.#salvage(problem.said);
    else this.#cannotWrite(problem.kind, problem.said);
  }

  #salvage(said: string): void {
    const inode = this.#store?.inode;
    const secret = this.#store ? this.secret : undefined;
    this.#close();
    if (this.#salvages++ < MOST_SALVAGES) {
      try {
        const { aside, answers } = salvage(this.#sqlite, this.#path, inode, secret);
        this.#store = this.#opened(secret);
        if (aside === undefined) return;
        this.#sayOnce(
          l10n.t(
            'The remembered answers in {0} are damaged ({1}). The file was put aside as {2}; {3} answers could be read in it and are kept, the others are asked again where they are needed. RBR_CACHE_DIR names another folder.',
            this.#path,
            said,
            aside,
            answers,
          ),
        );
        return;
      } catch (failure) {
        said = problemOf(failure).said;
        this.#close();
      }
    }
    this.#cannotWrite('unusable', said);
  }

  #cannotWrite(kind: 'busy' | 'full' | 'unusable', said: string): void {
    const now = performance.now();
    this.#failingSince ??= now;
    this.#againAt = now + AGAIN_MS[kind];
    if (kind === 'unusable' && !this.#store) this.#readOnly();
    if (kind === 'busy' && this.#store) {
      // Once is enough to wait: the run goes on meanwhile.
      this.#store.setPatience(false);
      // Others write for a moment; that is no news.
      if (now - this.#failingSince < BUSY_PATIENCE_MS) return;
    }
    this.#sayOnce(
      l10n.t(
        'New answers are remembered for this run only: {0}: {1}. What is there stays as it is. RBR_CACHE_DIR names another folder.',
        this.#path,
        said,
      ),
    );
  }

  #readOnly(): void {
    if (!existsSync(this.#path)) return;
    try {
      this.#store = SqliteStore.openReadOnly(this.#sqlite, this.#path);
    } catch {
      // Then there is nothing to be read either.
    }
  }

  #sayOnce(message: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.#say(message);
  }
}

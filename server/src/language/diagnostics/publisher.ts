import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver-types';
import { nextTurn, soon } from '../../workspace/next-turn.ts';
import type { Reports } from './diagnostics.ts';

/** What is pushed beside the checks: answers of a grader, which come when they come. */
export type Extra = (uri: string) => readonly Diagnostic[];

export interface PublisherOptions {
  /** The client asks for findings itself; only the extra ones are pushed then. */
  readonly pulls: boolean;
  readonly extra: Extra;
  /** The response type in which a file was edited last. */
  readonly edited: (uri: string) => Promise<string | undefined>;
}

/** What is known by then is published; the rest follows. */
const FIRST_ANSWER_MS = 30;

/**
 * Pushes diagnostics of open files as they change. Changes that arrive together are looked at once; what
 * was computed for an older text is never sent; a file that takes long is sent in parts.
 */
export class Publisher {
  readonly #connection: Connection;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #reports: Reports;
  readonly #options: PublisherOptions;
  /** What the client was last told of each file: the version, and the very diagnostics. */
  readonly #published = new Map<string, readonly unknown[]>();
  #generation = 0;
  #scheduled = false;

  constructor(
    connection: Connection,
    documents: TextDocuments<TextDocument>,
    reports: Reports,
    options: PublisherOptions,
  ) {
    this.#connection = connection;
    this.#documents = documents;
    this.#reports = reports;
    this.#options = options;
  }

  /** Every open file is looked at again: a policy shows in its samples and in those that extend it. */
  changed(): void {
    this.#generation++;
    if (this.#scheduled) return;
    this.#scheduled = true;
    soon(() => {
      this.#scheduled = false;
      void this.#publish(this.#generation);
    });
  }

  closed(uri: string): void {
    this.#published.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    this.changed();
  }

  async #publish(generation: number): Promise<void> {
    const unfinished: string[] = [];
    const publish = async (uri: string, patienceMs: number) => {
      try {
        if (!(await this.#publishFile(uri, generation, patienceMs))) unfinished.push(uri);
      } catch (error) {
        // One file that cannot be checked must not cost the others.
        this.#connection.console.error(
          `Checking ${uri} failed: ${error instanceof Error ? error.stack : error}`,
        );
      }
    };
    for (const { uri } of this.#documents.all()) await publish(uri, FIRST_ANSWER_MS);
    // What was looked at stays known, so each round begins where the one before ended.
    for (let uri = unfinished.shift(); uri !== undefined; uri = unfinished.shift()) {
      await nextTurn();
      if (this.#generation !== generation) return;
      await publish(uri, FIRST_ANSWER_MS);
    }
  }

  /** False where there is more to come. */
  async #publishFile(uri: string, generation: number, patienceMs: number): Promise<boolean> {
    const version = this.#documents.get(uri)?.version;
    const extra = this.#options.extra(uri);
    const report = this.#options.pulls
      ? undefined
      : await this.#reports.of(uri, { first: await this.#options.edited(uri), patienceMs });
    if (version === undefined || this.#generation !== generation) return true;
    const found = report?.diagnostics ?? [];
    const before = this.#published.get(uri);
    const now = [version, found, extra];
    if (!before || now.some((part, index) => part !== before[index])) {
      this.#published.set(uri, now);
      void this.#connection.sendDiagnostics({ uri, version, diagnostics: [...found, ...extra] });
    }
    return report?.complete ?? true;
  }
}

import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Reports } from './diagnostics.ts';

/**
 * Pushes diagnostics of open files as they change. Changes that arrive together are looked at once; what
 * was computed for an older text is never sent.
 */
export class Publisher {
  readonly #connection: Connection;
  readonly #documents: TextDocuments<TextDocument>;
  readonly #reports: Reports;
  /** What the client was last told of each file: the version, and the very diagnostics. */
  readonly #published = new Map<string, readonly unknown[]>();
  #generation = 0;
  #scheduled = false;

  constructor(connection: Connection, documents: TextDocuments<TextDocument>, reports: Reports) {
    this.#connection = connection;
    this.#documents = documents;
    this.#reports = reports;
  }

  /** Every open file is looked at again: a policy shows in its samples and in those that extend it. */
  changed(): void {
    this.#generation++;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#publish(this.#generation);
    });
  }

  closed(uri: string): void {
    this.#reports.forget(uri);
    this.#published.delete(uri);
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    this.changed();
  }

  async #publish(generation: number): Promise<void> {
    for (const { uri, version } of this.#documents.all()) {
      try {
        const diagnostics = (await this.#reports.of(uri))?.diagnostics ?? [];
        if (this.#generation !== generation) return;
        const before = this.#published.get(uri);
        if (before?.[0] === version && before[1] === diagnostics) continue;
        this.#published.set(uri, [version, diagnostics]);
        void this.#connection.sendDiagnostics({ uri, version, diagnostics: [...diagnostics] });
      } catch (error) {
        // One file that cannot be checked must not cost the others.
        this.#connection.console.error(
          `Checking ${uri} failed: ${error instanceof Error ? error.stack : error}`,
        );
      }
    }
  }
}

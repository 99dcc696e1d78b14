import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const bundle = (name: string) => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

/** As an editor with the extension starts it. */
export const EXTENSION_SERVER = [bundle('server.cjs'), '--stdio'];
/** As any other editor starts it. */
export const COMMAND_LINE_SERVER = [bundle('rbr.cjs'), 'lsp', '--stdio'];

export interface StartOptions {
  readonly storagePath?: string;
  readonly command?: readonly string[];
  /** What the client says it can; nothing, where it does not matter. */
  readonly capabilities?: ClientCapabilities;
  /** The client's texts, as VS Code has them in another language than English. */
  readonly l10n?: object;
  readonly locale?: string;
}

/** The real server in its own process, spoken to over standard input and output. */
export class LspClient {
  readonly connection: ProtocolConnection;
  readonly #process: ChildProcess;
  readonly #published: PublishDiagnosticsParams[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #versions = new Map<string, number>();

  private constructor(process: ChildProcess, connection: ProtocolConnection) {
    this.#process = process;
    this.connection = connection;
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.#published.push(params);
      for (const wake of this.#waiting) wake();
    });
    connection.listen();
  }

  static async start(
    folder: string,
    { storagePath, command = EXTENSION_SERVER, capabilities = {}, l10n, locale }: StartOptions = {},
  ): Promise<{ client: LspClient; initialized: InitializeResult }> {
    const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
    const client = new LspClient(
      child,
      createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin)),
    );
    const initialized = await client.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: folder,
      workspaceFolders: [{ uri: folder, name: 'test' }],
      capabilities,
      ...(locale !== undefined && { locale }),
      initializationOptions: {
        ...(storagePath !== undefined && { storagePath }),
        ...(l10n && { l10n }),
      },
    });
    await client.connection.sendNotification(InitializedNotification.type, {});
    return { client, initialized };
  }

  async open(uri: string, text: string, languageId: 'rbr' | 'rbr-samples' = 'rbr'): Promise<void> {
    this.#versions.set(uri, 1);
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  /** Replaces the whole text; returns the new version. */
  async change(uri: string, text: string): Promise<number> {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
    return version;
  }

  /** The diagnostics of a file at a version or a later one, as soon as they are published. */
  async diagnostics(uri: string, version = 1): Promise<Diagnostic[]> {
    for (;;) {
      const found = this.#published.findLast((each) => each.uri === uri && (each.version ?? 0) >= version);
      if (found) return found.diagnostics;
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** The diagnostics of a file as they were published last. */
  latest(uri: string): Diagnostic[] {
    return this.#published.findLast((each) => each.uri === uri)?.diagnostics ?? [];
  }

  async stop(): Promise<number | null> {
    const exited = once(this.#process, 'exit');
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    const [code] = await exited;
    this.connection.dispose();
    return code;
  }
}

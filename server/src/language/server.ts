import {
  CodeActionKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  RequestType,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileSystem } from '../workspace/file-system.ts';
import { Grading, type ModelStore } from '../workspace/grading.ts';
import { Workspace } from '../workspace/workspace.ts';
import { breakdown } from './breakdown.ts';
import { codeActions } from './code-actions.ts';
import { codeLenses } from './code-lens.ts';
import { definition } from './definition.ts';
import { Reports } from './diagnostics.ts';
import { hover } from './hover.ts';
import {
  BREAKDOWN_REQUEST,
  type BreakdownParams,
  type BreakdownResult,
  CHANGED_NOTIFICATION,
} from './protocol.ts';
import { Publisher } from './publisher.ts';

export interface ServerOptions {
  readonly files: FileSystem;
  /** Where learnt models are kept between sessions; the path comes from the client. */
  readonly openStore: (storagePath: string) => ModelStore;
  /** URI of the folder with a page per finding code. */
  readonly pages?: string;
}

/** What the client may say at `initialize`. Never an address or a key. */
interface InitializationOptions {
  readonly storagePath?: string;
}

const DEFAULT_HOVER_WAIT_MS = 100;

/** Wires the features to a connection. Transport-free: stdio, IPC or a worker give the connection. */
export function startServer(connection: Connection, { files, openStore, pages }: ServerOptions): void {
  const documents = new TextDocuments(TextDocument);
  const workspace = new Workspace(files);
  const reports = new Reports(workspace, pages);
  const publisher = new Publisher(connection, documents, reports);
  let hoverWaitMs = DEFAULT_HOVER_WAIT_MS;
  let canAskSettings = false;
  let grading = new Grading(workspace, { onChange: announce });

  function announce(): void {
    void connection.sendNotification(CHANGED_NOTIFICATION);
  }

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    const options = params.initializationOptions as InitializationOptions | undefined;
    if (options?.storagePath) {
      grading = new Grading(workspace, { onChange: announce, store: openStore(options.storagePath) });
    }
    canAskSettings = params.capabilities.workspace?.configuration === true;
    workspace.setFolders(
      params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []),
    );
    return {
      serverInfo: { name: 'rbr' },
      capabilities: {
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        definitionProvider: true,
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      },
    };
  });

  connection.onInitialized(() => void readSettings());
  connection.onDidChangeConfiguration(() => void readSettings());

  async function readSettings(): Promise<void> {
    if (!canAskSettings) return;
    const wait: unknown = await connection.workspace.getConfiguration('rbr.hover.waitMs');
    if (typeof wait === 'number' && wait >= 0) hoverWaitMs = wait;
  }

  documents.onDidChangeContent(({ document }) => {
    workspace.update(document.uri, document.languageId, document.getText());
    changed();
    warm(document.uri).catch((error) =>
      connection.console.error(`Learning failed: ${error?.stack ?? error}`),
    );
  });
  documents.onDidClose(({ document }) => {
    workspace.close(document.uri);
    publisher.closed(document.uri);
    announce();
  });
  connection.onDidChangeWatchedFiles(() => changed());

  function changed(): void {
    publisher.changed();
    announce();
  }

  /** Learning begins when samples are opened or edited, so that a hover finds it done. */
  async function warm(uri: string): Promise<void> {
    const state = workspace.kindOf(uri) === 'samples' ? await workspace.policyOfSamples(uri) : undefined;
    if (state) await grading.learnt(state, uri, 0);
  }

  connection.onHover(async ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    if (!document) return null;
    return hover({ workspace, grading, waitMs: hoverWaitMs }, document.uri, document.offsetAt(position));
  });
  connection.onDefinition(async ({ textDocument, position }) => {
    const document = documents.get(textDocument.uri);
    return document ? definition(workspace, document.uri, document.offsetAt(position)) : null;
  });
  connection.onCodeLens(({ textDocument }) => codeLenses(workspace, textDocument.uri));
  connection.onCodeAction(async ({ textDocument, range }) => {
    const document = documents.get(textDocument.uri);
    const report = document && (await reports.of(document.uri));
    if (!document || !report) return [];
    const span = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
    return codeActions(report, files.canonical(document.uri), span);
  });
  connection.onRequest(new RequestType<BreakdownParams, BreakdownResult, void>(BREAKDOWN_REQUEST), (params) =>
    breakdown({ workspace, grading }, params),
  );

  documents.listen(connection);
  connection.listen();
}

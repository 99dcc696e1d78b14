import {
  CodeLensRefreshRequest,
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Activity } from '../workspace/activity.ts';
import type { FileSystem } from '../workspace/file-system.ts';
import { Grading, type ModelStore } from '../workspace/grading.ts';
import type { ModelAccess } from '../workspace/model-access.ts';
import { ModelGrading } from '../workspace/model-grading.ts';
import { Workspace } from '../workspace/workspace.ts';
import { capabilitiesFor } from './capabilities.ts';
import { answerCareRequests } from './care/care-requests.ts';
import { graderForLog } from './care/log.ts';
import { type Client, clientOf } from './client.ts';
import { Reports } from './diagnostics/diagnostics.ts';
import { editedResponseType } from './diagnostics/edited-type.ts';
import { GradedReports } from './diagnostics/graded-reports.ts';
import { Publisher } from './diagnostics/publisher.ts';
import { PullDiagnostics } from './diagnostics/pull.ts';
import { modelSetup } from './grading/model-setup.ts';
import { CHANGED_NOTIFICATION } from './protocol.ts';
import { STATUS_NOTIFICATION } from './protocol-care.ts';
import { GRADER_NOTIFICATION } from './protocol-grading.ts';
import { answerRequests } from './requests.ts';
import { useTranslation } from './translation.ts';
import { notificationType } from './typed.ts';

export interface ServerOptions {
  readonly files: FileSystem;
  /** Where learnt models are kept between sessions; the path comes from the client. Absent: only in memory. */
  readonly openStore?: (storagePath: string) => ModelStore;
  /** How models are reached and where their answers are kept. */
  readonly models: ModelAccess;
  /** URI of the folder with a page per finding code, where the client does not say it. */
  readonly pages?: string;
  /** The package's texts in the language of a locale, for clients that bring none. */
  readonly translation?: (locale: string) => object | undefined;
}

/** What the client may say at `initialize`. Never an address or a key. */
interface InitializationOptions {
  readonly storagePath?: string;
  /** Links in hovers may run the commands of this extension. */
  readonly commandLinks?: boolean;
  /** English text -> the same in the language of the client: `vscode.l10n.bundle`. */
  readonly l10n?: Readonly<Record<string, string>>;
  /** URI of the folder with a page per finding code. */
  readonly pages?: string;
}

const DEFAULT_HOVER_WAIT_MS = 100;

const WATCHED =
  '**/{*.rbr.yaml,*.rbr.yml,proposition_prompts.yaml,*.samples.yaml,*.samples.yml,*.weights.json}';

/** Wires the features to a connection. Transport-free: stdio, IPC or a worker give the connection. */
export function startServer(
  connection: Connection,
  { files, openStore, models: access, pages: ownPages, translation }: ServerOptions,
): void {
  const documents = new TextDocuments(TextDocument);
  let pagesOfClient: string | undefined;
  const pages = () => pagesOfClient ?? ownPages;
  const workspace = new Workspace(files);
  const reports = new Reports(workspace, pages);
  const activity = new Activity(
    (status) => void connection.sendNotification(notificationType(STATUS_NOTIFICATION), status),
  );
  const models = new ModelGrading(workspace, access.openStore, activity);
  const graders = () => ({ grading, models });
  const graded = new GradedReports(workspace, graders, pages);
  let client: Client = clientOf({});
  let hoverWaitMs = DEFAULT_HOVER_WAIT_MS;
  let grading = new Grading(workspace, { onChange: regraded, onLearning });
  let publisher: Publisher | undefined;

  connection.onInitialize(
    ({ capabilities, initializationOptions, ...params }: InitializeParams): InitializeResult => {
      const options = initializationOptions as InitializationOptions | undefined;
      useTranslation(options?.l10n, () =>
        params.locale === undefined ? undefined : translation?.(params.locale),
      );
      if (options?.storagePath && openStore) {
        grading = new Grading(workspace, {
          onChange: regraded,
          onLearning,
          store: openStore(options.storagePath),
        });
      }
      pagesOfClient = options?.pages;
      client = clientOf(capabilities, options);
      publisher = new Publisher(connection, documents, reports, {
        pulls: client.pullsDiagnostics,
        extra: (uri) => graded.of(uri).diagnostics,
        edited: (uri) => editedResponseType(workspace, uri),
      });
      workspace.setFolders(
        params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []),
      );
      return {
        serverInfo: { name: 'rbr' },
        capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental, ...capabilitiesFor(client) },
      };
    },
  );

  connection.onInitialized(() => {
    readSettings();
    if (client.watchesFiles) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: WATCHED }],
      });
    }
  });
  connection.onDidChangeConfiguration(readSettings);

  function readSettings(): void {
    if (!client.asksConfiguration) return;
    connection.workspace.getConfiguration('rbr.hover.waitMs').then(
      (wait: unknown) => {
        if (typeof wait === 'number' && wait >= 0) hoverWaitMs = wait;
      },
      // A client without the setting keeps the default.
      () => undefined,
    );
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
    reports.forget(document.uri);
    graded.forget(document.uri);
    grading.forget(files.canonical(document.uri));
    publisher?.closed(document.uri);
    void connection.sendNotification(CHANGED_NOTIFICATION);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    files.changed?.(changes.map(({ uri }) => files.canonical(uri)));
    workspace.filesChanged();
    changed();
    if (client.refreshes.diagnostics) connection.languages.diagnostics.refresh();
  });

  function changed(): void {
    publisher?.changed();
    void connection.sendNotification(CHANGED_NOTIFICATION);
  }

  /** Learning begins when samples are opened or edited, so that a hover finds it done. */
  async function warm(uri: string): Promise<void> {
    const state = workspace.kindOf(uri) === 'samples' ? await workspace.policyOfSamples(uri) : undefined;
    if (state) await grading.learnt(state, uri, 0);
  }

  connection.onNotification(notificationType(GRADER_NOTIFICATION), (settings) => {
    connection.console.info(graderForLog(settings));
    models.setUp(modelSetup(settings, connection, access.openAi));
    regraded();
  });
  connection.onShutdown(() => {
    activity.dispose();
    models.dispose();
  });

  function onLearning(over: Promise<unknown>): void {
    void over.finally(activity.begin('learning'));
  }

  /** There are other grades than before: what shows them asks again. */
  function regraded(): void {
    const { refreshes } = client;
    if (refreshes.codeLens) void connection.sendRequest(CodeLensRefreshRequest.type);
    if (refreshes.inlayHints) connection.languages.inlayHint.refresh();
    void connection.sendNotification(CHANGED_NOTIFICATION);
    graded.refresh(documents.keys()).then(
      () => publisher?.changed(),
      (error) => connection.console.error(`Grading failed: ${error?.stack ?? error}`),
    );
  }

  const pull = new PullDiagnostics(workspace, reports, () =>
    client.refreshes.diagnostics ? () => connection.languages.diagnostics.refresh() : undefined,
  );
  connection.languages.diagnostics.on(({ textDocument, previousResultId }) =>
    pull.open(files.canonical(textDocument.uri), previousResultId),
  );
  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) =>
    pull.workspace(
      previousResultIds,
      (uri) => documents.get(uri)?.version ?? null,
      () => token.isCancellationRequested,
    ),
  );
  answerRequests(connection, {
    files,
    workspace,
    reports,
    graded,
    graders,
    changed: regraded,
    client: () => client,
    hoverWaitMs: () => hoverWaitMs,
    pages,
  });

  const context = () => ({ workspace, ...graders(), waitMs: 0 });
  answerCareRequests(connection, { context, files, access, activity });

  documents.listen(connection);
  connection.listen();
}

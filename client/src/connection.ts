import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { CHANGED_NOTIFICATION, SHOW_BREAKDOWN_COMMAND } from '../../server/src/language/protocol.ts';
import { FIND_FILES_REQUEST, READ_FILE_REQUEST } from '../../server/src/language/protocol-files.ts';
import { GRADE_COMMAND } from '../../server/src/language/protocol-grading.ts';
import type { NotificationName, RequestName } from '../../server/src/language/protocol-names.ts';
import { findFiles, readFile } from './files/files.ts';
import type { Host } from './host.ts';
import { redactedChannel } from './log/redacted-channel.ts';

/** The language server: its life, and the messages beside LSP. What they are is for the features to know. */
export class Connection {
  /** Its library is most of what there is to load: it comes when the extension is active. */
  readonly #client: Promise<BaseLanguageClient>;
  readonly #output: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #started = new vscode.EventEmitter<void>();
  readonly #graded = new vscode.EventEmitter<void>();
  /** Notification -> run -> who is told. */
  readonly #runs = new Map<string, Map<string, (told: never) => void>>();
  #lastRun = 0;

  /** The server is up, for the first time or again; it knows nothing of what it was told before. */
  readonly onStarted = this.#started.event;
  /** Grades, weights or policies are other than they were. */
  readonly onChanged = this.#changed.event;
  /** A completion was hovered, and what it is graded was shown. */
  readonly onHoveredGrade = this.#graded.event;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, host: Host) {
    this.#output = output;
    const options: LanguageClientOptions = {
      documentSelector: [{ language: 'rbr' }, { language: 'rbr-samples' }],
      outputChannel: redactedChannel(output),
      // Where learnt models are kept. Never an address or a key: those are not the server's to be told here.
      initializationOptions: {
        ...(isOnDisk(context.globalStorageUri) && { storagePath: context.globalStorageUri.fsPath }),
        pages: `${vscode.Uri.joinPath(context.extensionUri, 'docs', 'findings')}/`,
        commandLinks: true,
        l10n: vscode.l10n.bundle,
      },
      middleware: {
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          if (hover && document.languageId === 'rbr-samples') this.#graded.fire();
          return hover;
        },
      },
      // Hovers link to these commands of ours and to nothing else.
      markdown: { isTrusted: { enabledCommands: [SHOW_BREAKDOWN_COMMAND, GRADE_COMMAND] } },
    };
    this.#client = new Promise<void>((resolve) => setTimeout(resolve)).then(() =>
      host.languageClient(context, options),
    );
    context.subscriptions.push(
      this.#changed,
      this.#graded,
      this.#started,
      this.answer(READ_FILE_REQUEST, (params) => readFile(params, context.extensionUri)),
      this.answer(FIND_FILES_REQUEST, (params) => findFiles(params, (message) => output.warn(message))),
      this.hear(CHANGED_NOTIFICATION, () => this.#changed.fire()),
      this.#wire((client) =>
        client.onDidChangeState(() => {
          if (client.isRunning()) this.#started.fire();
        }),
      ),
    );
  }

  async start(): Promise<void> {
    const begun = performance.now();
    try {
      await (await this.#client).start();
      this.#output.info(`The language server was up after ${Math.round(performance.now() - begun)} ms.`);
    } catch (error) {
      this.#output.error(error instanceof Error ? error : String(error));
      const show = vscode.l10n.t('Show Output');
      const chosen = await vscode.window.showErrorMessage(
        vscode.l10n.t('The Rule Based Rewards language server could not start.'),
        show,
      );
      if (chosen === show) this.#output.show();
    }
  }

  async restart(): Promise<void> {
    const client = await this.#client;
    await client.stop();
    await client.start();
  }

  async stop(): Promise<void> {
    await (await this.#client).dispose();
  }

  async ask<Params, Result>(
    request: RequestName<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result> {
    return (await this.#client).sendRequest<Result>(request, params, token);
  }

  /** Before the server is up there is nobody to tell; `onStarted` says when. */
  async tell<Told>(notification: NotificationName<Told>, told: Told): Promise<void> {
    const client = await this.#client;
    if (client.isRunning()) await client.sendNotification(notification, told);
  }

  /** Asks for what takes a while. `tell` hears how far it is; what stopped it is an answer too, in words for the user. */
  async follow<Params extends OfRun, Result, Told extends OfRun>(
    request: RequestName<Params, Result>,
    params: Omit<Params, 'run'>,
    progress: NotificationName<Told>,
    tell: (told: Told) => void,
    token: vscode.CancellationToken,
  ): Promise<Result | { readonly reason: string }> {
    const run = String(++this.#lastRun);
    const runs = this.#runsOf(progress);
    runs.set(run, tell);
    try {
      return await this.ask(request, { ...params, run } as Params, token);
    } catch (error) {
      if (token.isCancellationRequested) return { reason: vscode.l10n.t('It was cancelled.') };
      return { reason: error instanceof Error ? error.message : String(error) };
    } finally {
      runs.delete(run);
    }
  }

  /** The client has one listener for each notification, however many runs there are. */
  #runsOf<Told extends OfRun>(progress: NotificationName<Told>): Map<string, (told: Told) => void> {
    const known = this.#runs.get(progress);
    if (known) return known as Map<string, (told: Told) => void>;
    const runs = new Map<string, (told: Told) => void>();
    this.#runs.set(progress, runs);
    this.hear(progress, (told) => runs.get(told.run)?.(told));
    return runs;
  }

  hear<Told>(notification: NotificationName<Told>, hear: (told: Told) => void): vscode.Disposable {
    return this.#wire((client) => client.onNotification(notification, hear));
  }

  /** What the server asks of this side. */
  answer<Params, Result>(
    request: RequestName<Params, Result>,
    answer: (params: Params, token: vscode.CancellationToken) => Promise<Result>,
  ): vscode.Disposable {
    return this.#wire((client) => client.onRequest<unknown, void>(request, answer));
  }

  /** As soon as there is a client, and before it starts. */
  #wire(to: (client: BaseLanguageClient) => vscode.Disposable): vscode.Disposable {
    let wired: vscode.Disposable | undefined;
    let isWanted = true;
    this.#client.then(
      (client) => {
        if (isWanted) wired = to(client);
      },
      // `start` says so.
      () => undefined,
    );
    return new vscode.Disposable(() => {
      isWanted = false;
      wired?.dispose();
    });
  }
}

/** Several of one kind may be under way: a name tells them apart. */
interface OfRun {
  readonly run: string;
}

/** In a browser the editor keeps its own files where only it reaches them. */
function isOnDisk({ scheme }: vscode.Uri): boolean {
  return scheme === 'file';
}

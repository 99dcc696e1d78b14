import * as vscode from 'vscode';
import {
  type BaseLanguageClient,
  type LanguageClientOptions,
  RequestType,
  State,
} from 'vscode-languageclient';
import {
  BREAKDOWN_REQUEST,
  type BreakdownParams,
  type BreakdownResult,
  CHANGED_NOTIFICATION,
  DIFF_REQUEST,
  type DiffParams,
  type DiffResult,
  LOOPHOLES_REQUEST,
  type LoopholesResult,
  type ReviewParams,
  SHOW_BREAKDOWN_COMMAND,
} from '../../server/src/language/protocol.ts';
import {
  DIAGRAM_REQUEST,
  type DiagramParams,
  type DiagramResult,
  EXPLORE_REQUEST,
  type ExploreParams,
  type ExploreResult,
  MOVE_CLASS_REQUEST,
  type MoveClassParams,
  type MoveClassResult,
} from '../../server/src/language/protocol-explorer.ts';
import {
  FIND_FILES_REQUEST,
  type FindFilesParams,
  type FindFilesResult,
  READ_FILE_REQUEST,
  type ReadFileParams,
  type ReadFileResult,
} from '../../server/src/language/protocol-files.ts';
import {
  ESTIMATE_REQUEST,
  type EstimateResult,
  EXPECTATIONS_REQUEST,
  type ExpectationsParams,
  type ExpectationsResult,
  GRADE_COMMAND,
  GRADE_PROGRESS,
  GRADE_REQUEST,
  GRADER_NOTIFICATION,
  type GradeParams,
  type GradeProgress,
  type GradeResult,
  type GraderSettings,
  type GradeScope,
  LANGUAGE_MODEL_REQUEST,
  type LanguageModelParams,
  type LanguageModelResult,
} from '../../server/src/language/protocol-grading.ts';
import {
  IMPORT_REQUEST,
  type ImportAnswer,
  type ImportParams,
  NAME_SAMPLES_REQUEST,
  type NameSamplesParams,
  type NameSamplesResult,
  NEW_POLICY_REQUEST,
  type NewPolicyParams,
  type NewPolicyResult,
} from '../../server/src/language/protocol-import.ts';
import {
  EVALUATE_REQUEST,
  type EvaluateParams,
  FIT_REQUEST,
  type FitParams,
  REPORT_PROGRESS,
  type ReportProgress,
  type ReportResult,
} from '../../server/src/language/protocol-report.ts';
import {
  TOOL_PLAN_REQUEST,
  TOOL_REQUEST,
  type ToolParams,
  type ToolPlanResult,
  type ToolResult,
} from '../../server/src/language/protocol-tools.ts';
import { findFiles, readFile } from './files/files.ts';
import type { Host } from './host.ts';
import { redactedChannel } from './log/redacted-channel.ts';

/** The language server, and what is asked of it beside LSP. */
export class Connection {
  readonly #client: BaseLanguageClient;
  readonly #output: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #started = new vscode.EventEmitter<void>();
  readonly #graded = new vscode.EventEmitter<void>();
  readonly #runs = new Map<string, (progress: GradeProgress) => void>();
  readonly #reports = new Map<string, (progress: ReportProgress) => void>();
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
    this.#client = host.languageClient(context, options);
    context.subscriptions.push(
      this.#changed,
      this.#graded,
      this.#started,
      this.#client.onRequest(
        new RequestType<ReadFileParams, ReadFileResult, void>(READ_FILE_REQUEST),
        (params) => readFile(params, context.extensionUri),
      ),
      this.#client.onRequest(
        new RequestType<FindFilesParams, FindFilesResult, void>(FIND_FILES_REQUEST),
        findFiles,
      ),
      this.#client.onNotification(CHANGED_NOTIFICATION, () => this.#changed.fire()),
      this.#client.onNotification(GRADE_PROGRESS, (told: GradeProgress) => this.#runs.get(told.run)?.(told)),
      this.#client.onNotification(REPORT_PROGRESS, (told: ReportProgress) =>
        this.#reports.get(told.run)?.(told),
      ),
      this.#client.onDidChangeState(({ newState }) => {
        if (newState === State.Running) this.#started.fire();
      }),
    );
  }

  async start(): Promise<void> {
    const begun = performance.now();
    try {
      await this.#client.start();
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
    await this.#client.stop();
    await this.#client.start();
  }

  async stop(): Promise<void> {
    await this.#client.dispose();
  }

  /** For features with messages of their own. */
  ask<Result>(request: string, params: object, token?: vscode.CancellationToken): Promise<Result> {
    return this.#client.sendRequest<Result>(request, params, token);
  }

  hear<Told>(notification: string, hear: (told: Told) => void): vscode.Disposable {
    return this.#client.onNotification(notification, hear);
  }

  breakdown(params: BreakdownParams): Promise<BreakdownResult> {
    return this.#client.sendRequest<BreakdownResult>(BREAKDOWN_REQUEST, params);
  }

  fit(
    params: Omit<FitParams, 'run'>,
    token: vscode.CancellationToken,
    tell: (told: ReportProgress) => void,
  ): Promise<ReportResult> {
    return this.#reported(FIT_REQUEST, params, token, tell);
  }

  evaluate(
    params: Omit<EvaluateParams, 'run'>,
    token: vscode.CancellationToken,
    tell: (told: ReportProgress) => void,
  ): Promise<ReportResult> {
    return this.#reported(EVALUATE_REQUEST, params, token, tell);
  }

  async #reported(
    request: string,
    params: object,
    token: vscode.CancellationToken,
    tell: (told: ReportProgress) => void,
  ): Promise<ReportResult> {
    const run = String(++this.#lastRun);
    this.#reports.set(run, tell);
    try {
      return await this.#client.sendRequest<ReportResult>(request, { ...params, run }, token);
    } catch (error) {
      if (token.isCancellationRequested) return { reason: vscode.l10n.t('It was cancelled.') };
      return { reason: error instanceof Error ? error.message : String(error) };
    } finally {
      this.#reports.delete(run);
    }
  }

  explore(uri: string): Promise<ExploreResult> {
    const params: ExploreParams = { uri };
    return this.#client.sendRequest<ExploreResult>(EXPLORE_REQUEST, params);
  }

  moveClass(params: MoveClassParams): Promise<MoveClassResult> {
    return this.#client.sendRequest<MoveClassResult>(MOVE_CLASS_REQUEST, params);
  }

  diagram(params: DiagramParams): Promise<DiagramResult> {
    return this.#client.sendRequest<DiagramResult>(DIAGRAM_REQUEST, params);
  }

  importFiles(params: ImportParams): Promise<ImportAnswer> {
    return this.#client.sendRequest<ImportAnswer>(IMPORT_REQUEST, params);
  }

  nameSamples(params: NameSamplesParams): Promise<NameSamplesResult> {
    return this.#client.sendRequest<NameSamplesResult>(NAME_SAMPLES_REQUEST, params);
  }

  newPolicy(params: NewPolicyParams): Promise<NewPolicyResult> {
    return this.#client.sendRequest<NewPolicyResult>(NEW_POLICY_REQUEST, params);
  }

  loopholes(uri: string): Promise<LoopholesResult> {
    const params: ReviewParams = { uri };
    return this.#client.sendRequest<LoopholesResult>(LOOPHOLES_REQUEST, params);
  }

  diff(params: DiffParams): Promise<DiffResult> {
    return this.#client.sendRequest<DiffResult>(DIFF_REQUEST, params);
  }

  /** Tells the server who grades. Before it is up there is nobody to tell; `onStarted` says when. */
  async useGrader(settings: GraderSettings): Promise<void> {
    if (this.#client.state === State.Running)
      await this.#client.sendNotification(GRADER_NOTIFICATION, settings);
  }

  estimate(scope: GradeScope): Promise<EstimateResult> {
    return this.#client.sendRequest<EstimateResult>(ESTIMATE_REQUEST, scope);
  }

  /** `onProgress` is told of every completion that is graded, before this resolves. */
  async grade(
    scope: GradeScope,
    token: vscode.CancellationToken,
    onProgress: (progress: GradeProgress) => void,
  ): Promise<GradeResult> {
    const run = String(++this.#lastRun);
    const params: GradeParams = { ...scope, run };
    this.#runs.set(run, onProgress);
    try {
      return await this.#client.sendRequest<GradeResult>(GRADE_REQUEST, params, token);
    } finally {
      this.#runs.delete(run);
    }
  }

  expectations(uri: string): Promise<ExpectationsResult> {
    const params: ExpectationsParams = { uri };
    return this.#client.sendRequest<ExpectationsResult>(EXPECTATIONS_REQUEST, params);
  }

  tool(params: ToolParams, token: vscode.CancellationToken): Promise<ToolResult> {
    return this.#client.sendRequest<ToolResult>(TOOL_REQUEST, params, token);
  }

  toolPlan(params: ToolParams, token: vscode.CancellationToken): Promise<ToolPlanResult | null> {
    return this.#client.sendRequest<ToolPlanResult | null>(TOOL_PLAN_REQUEST, params, token);
  }

  /** Who answers when the server asks for a language model of the editor. */
  onLanguageModel(
    answer: (params: LanguageModelParams, token: vscode.CancellationToken) => Promise<LanguageModelResult>,
  ): vscode.Disposable {
    return this.#client.onRequest(
      new RequestType<LanguageModelParams, LanguageModelResult, void>(LANGUAGE_MODEL_REQUEST),
      answer,
    );
  }
}

/** In a browser the editor keeps its own files where only it reaches them. */
function isOnDisk({ scheme }: vscode.Uri): boolean {
  return scheme === 'file';
}

import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from 'vscode-languageclient/node';
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
} from '../../server/src/language/protocol.ts';

/** The language server's process, and what is asked of it beside LSP. */
export class Connection {
  readonly #client: LanguageClient;
  readonly #output: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();

  /** Grades, weights or policies are other than they were. */
  readonly onChanged = this.#changed.event;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel) {
    this.#output = output;
    const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
    const server: ServerOptions = { module, transport: TransportKind.ipc };
    const options: LanguageClientOptions = {
      documentSelector: [{ language: 'rbr' }, { language: 'rbr-samples' }],
      outputChannel: output,
      // Where learnt models are kept. Never an address or a key: those are not the server's to be told here.
      initializationOptions: { storagePath: context.globalStorageUri.fsPath },
    };
    this.#client = new LanguageClient('rbr', 'Rule Based Rewards', server, options);
    context.subscriptions.push(
      this.#changed,
      this.#client.onNotification(CHANGED_NOTIFICATION, () => this.#changed.fire()),
    );
  }

  async start(): Promise<void> {
    try {
      await this.#client.start();
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
    await this.#client.restart();
  }

  async stop(): Promise<void> {
    await this.#client.dispose();
  }

  breakdown(params: BreakdownParams): Promise<BreakdownResult> {
    return this.#client.sendRequest<BreakdownResult>(BREAKDOWN_REQUEST, params);
  }

  loopholes(uri: string): Promise<LoopholesResult> {
    const params: ReviewParams = { uri };
    return this.#client.sendRequest<LoopholesResult>(LOOPHOLES_REQUEST, params);
  }

  diff(params: DiffParams): Promise<DiffResult> {
    return this.#client.sendRequest<DiffResult>(DIFF_REQUEST, params);
  }
}

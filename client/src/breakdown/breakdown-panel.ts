import * as vscode from 'vscode';
import {
  BREAKDOWN_REQUEST,
  type Breakdown,
  type BreakdownParams,
} from '../../../server/src/language/protocol.ts';
import type { Connection } from '../connection.ts';
import { openPlace } from '../open-place.ts';
import { PanelHost } from '../panel-host.ts';
import type { HostMessage, PanelState } from '../webview/breakdown/messages.ts';
import { readParams, readRequest, readState } from '../webview/breakdown/messages.ts';
import { type Histories, historyOf, remembered } from './history.ts';

/** Several changes in a row are asked about once. */
const SETTLE_MS = 150;
const HISTORY_KEY = 'rbr.history';

/**
 * The breakdown panel: one, beside the editor, that shows the completion asked for last, or while it follows the cursor
 * the one there. It asks again when grades, weights or policies change, and comes back after a reload.
 */
export class BreakdownPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  static readonly viewType = 'rbr.breakdown';
  readonly #connection: Connection;
  readonly #memory: vscode.Memento;
  readonly #host: PanelHost;
  readonly #subscriptions: vscode.Disposable[];
  #state: PanelState | undefined;
  #asked = 0;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(extension: vscode.Uri, connection: Connection, memory: vscode.Memento) {
    this.#connection = connection;
    this.#memory = memory;
    this.#host = new PanelHost(extension, {
      viewType: BreakdownPanels.viewType,
      title: vscode.l10n.t('Score Breakdown'),
      script: 'breakdown.js',
      receive: (message) => this.#receive(message),
    });
    this.#subscriptions = [
      this.#host,
      connection.onChanged(() => this.#soon(() => this.#refresh())),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (this.#state?.follows && textEditor === vscode.window.activeTextEditor)
          this.#soon(() => this.#follow());
      }),
    ];
  }

  dispose(): void {
    clearTimeout(this.#settling);
    for (const each of this.#subscriptions) each.dispose();
  }

  /** What the code lens asks for, or else the completion at the cursor. */
  async show(asked: unknown): Promise<void> {
    const params = readParams(asked) ?? atCursor();
    if (!params) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Open a *.samples.yaml file and put the cursor on a completion.'),
      );
      return;
    }
    this.#state = { params, follows: this.#state?.follows ?? false };
    this.#host.reveal();
    await this.#refresh();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.#state = readState(state);
    this.#host.adopt(panel);
    await this.#refresh();
  }

  #soon(action: () => Promise<void>): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void action(), SETTLE_MS);
  }

  async #refresh(): Promise<void> {
    if (!this.#host.isOpen) return;
    const asked = ++this.#asked;
    if (!this.#state) {
      await this.#post({
        reason: vscode.l10n.t('Put the cursor on a completion, and run "Show Score Breakdown".'),
      });
      return;
    }
    const { params } = this.#state;
    const answer = await this.#ask(params);
    // A newer question is under way: its answer is the one to show.
    if (asked === this.#asked) await this.#post(answer);
  }

  /** The completion at the cursor, where there is one. */
  async #follow(): Promise<void> {
    const params = atCursor();
    if (!params || !this.#host.isOpen) return;
    const asked = ++this.#asked;
    const answer = await this.#ask(params);
    if (asked !== this.#asked || !('breakdown' in answer)) return;
    const { id, uri } = answer.breakdown.completion;
    const shown = this.#state?.params;
    // Answers that were switched belong to the completion that they were switched on.
    if (shown?.switched && shown.completionId === id && shown.uri === uri) return;
    this.#state = { params: { uri, completionId: id }, follows: true };
    await this.#post(answer);
  }

  #ask(params: BreakdownParams) {
    return this.#connection.ask(BREAKDOWN_REQUEST, params).catch((error: unknown) => ({
      reason: vscode.l10n.t(
        'The language server did not answer: {0}',
        error instanceof Error ? error.message : String(error),
      ),
    }));
  }

  async #post(answer: HostMessage['answer']): Promise<void> {
    if (!('breakdown' in answer)) {
      await this.#host.post({ type: 'show', state: this.#state, answer, history: [] } satisfies HostMessage);
      return;
    }
    const { breakdown } = answer;
    // From now on by its id: the position may come to be another completion's.
    const { id, uri } = breakdown.completion;
    if (this.#state)
      this.#state = { ...this.#state, params: { ...this.#state.params, uri, completionId: id } };
    const histories = await this.#remember(breakdown);
    const history = historyOf(histories, breakdown);
    const message: HostMessage = { type: 'show', state: this.#state, answer, history };
    await this.#host.post(message, vscode.l10n.t('{0} – Breakdown', id));
  }

  async #remember(breakdown: Breakdown): Promise<Histories> {
    const before = this.#memory.get<Histories>(HISTORY_KEY, {});
    // What was switched is no grade.
    const after = breakdown.asGraded ? before : remembered(before, breakdown, new Date());
    if (after !== before) await this.#memory.update(HISTORY_KEY, after);
    return after;
  }

  async #receive(message: unknown): Promise<void> {
    const request = readRequest(message);
    switch (request?.type) {
      case 'ready':
        return this.#refresh();
      case 'open':
        return openPlace(request.location);
      case 'show':
        return this.show(request.params);
      case 'switch':
        if (this.#state)
          this.#state = { ...this.#state, params: { ...this.#state.params, switched: request.switched } };
        return this.#refresh();
      case 'follow':
        if (this.#state) this.#state = { ...this.#state, follows: request.follows };
        return request.follows ? this.#follow().then(() => this.#refresh()) : this.#refresh();
    }
  }
}

function atCursor(): BreakdownParams | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'rbr-samples') return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

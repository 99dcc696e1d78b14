import * as vscode from 'vscode';
import { DIAGRAM_REQUEST, type DiagramParams } from '../../../server/src/language/protocol-explorer.ts';
import type { Connection } from '../connection.ts';
import { openPlace } from '../open-place.ts';
import { PanelHost } from '../panel-host.ts';
import { type DiagramMessage, readDiagramParams, readDiagramRequest } from '../webview/diagram/messages.ts';

/** The decision diagram of a class, drawn anew when the policy changes. */
export class DiagramPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  static readonly viewType = 'rbr.diagram';
  readonly #connection: Connection;
  readonly #host: PanelHost;
  readonly #subscription: vscode.Disposable;
  #params: DiagramParams | undefined;

  constructor(extension: vscode.Uri, connection: Connection) {
    this.#connection = connection;
    this.#host = new PanelHost(extension, {
      viewType: DiagramPanel.viewType,
      title: vscode.l10n.t('Decision Diagram'),
      script: 'diagram.js',
      receive: async (message) => {
        const request = readDiagramRequest(message);
        if (request?.type === 'ready') await this.#draw();
        if (request?.type === 'open') await openPlace(request.location);
      },
    });
    this.#subscription = connection.onChanged(() => void this.#draw());
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#host.dispose();
  }

  async show(params: DiagramParams): Promise<void> {
    this.#params = params;
    this.#host.reveal();
    await this.#draw();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.#params = readDiagramParams(state);
    this.#host.adopt(panel);
    await this.#draw();
  }

  async #draw(): Promise<void> {
    const params = this.#params;
    if (!params || !this.#host.isOpen) return;
    const answer = await this.#connection.ask(DIAGRAM_REQUEST, params);
    const message: DiagramMessage = { type: 'diagram', params, answer };
    await this.#host.post(message, vscode.l10n.t('{0} in {1}', params.className, params.responseType));
  }
}

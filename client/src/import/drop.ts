import * as vscode from 'vscode';
import { dropped, type Source } from './sources.ts';

/** What files are dropped as: from the explorer, and from outside. */
export const DROPPED_FILES = ['text/uri-list', 'files'];

/**
 * Files dropped into a policy or a sample file are offered for import. The offer is made as soon as they are dropped; the text
 * stays as it is. Files that are none of ours are for the editor, which writes their paths.
 */
export class ImportOnDrop implements vscode.DocumentDropEditProvider {
  static readonly kind = vscode.DocumentDropOrPasteEditKind.Empty.append('rbr', 'import');
  readonly #offer: (sources: readonly Source[], into: vscode.Uri) => void;

  constructor(offer: (sources: readonly Source[], into: vscode.Uri) => void) {
    this.#offer = offer;
  }

  async provideDocumentDropEdits(
    document: vscode.TextDocument,
    _position: vscode.Position,
    data: vscode.DataTransfer,
    token: vscode.CancellationToken,
  ): Promise<vscode.DocumentDropEdit | undefined> {
    const sources = await dropped(data);
    if (sources.length === 0 || token.isCancellationRequested) return undefined;
    this.#offer(sources, document.uri);
    return new vscode.DocumentDropEdit('', vscode.l10n.t('Import as Samples'), ImportOnDrop.kind);
  }
}

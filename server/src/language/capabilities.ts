import type { ServerCapabilities } from 'vscode-languageserver';
import type { Client } from './client.ts';
import { CODE_ACTION_KINDS } from './code-actions/code-actions.ts';
import { COMPLETION_TRIGGERS } from './completion/completion.ts';
import { SEMANTIC_TOKENS_LEGEND } from './semantic-tokens/semantic-tokens.ts';

/** What this server does for such a client. */
export function capabilitiesFor(client: Client): ServerCapabilities {
  return {
    hoverProvider: true,
    completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: client.preparesRename ? { prepareProvider: true } : true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS] },
    codeLensProvider: {},
    inlayHintProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    documentLinkProvider: {},
    documentFormattingProvider: true,
    semanticTokensProvider: { legend: SEMANTIC_TOKENS_LEGEND, full: true },
    ...(client.pullsDiagnostics && {
      diagnosticProvider: { identifier: 'rbr', interFileDependencies: true, workspaceDiagnostics: true },
    }),
  };
}

import type { ClientCapabilities } from 'vscode-languageserver';

/** What the client can do beyond LSP 3.16's least; where it cannot, plainer answers are given. */
export interface Client {
  readonly snippets: boolean;
  readonly pullsDiagnostics: boolean;
  readonly nestedSymbols: boolean;
  readonly preparesRename: boolean;
  readonly asksConfiguration: boolean;
  readonly watchesFiles: boolean;
  /** It runs our commands from links in hovers: an option of ours, LSP has no word for it. */
  readonly commandLinks: boolean;
  readonly refreshes: {
    readonly diagnostics: boolean;
    readonly codeLens: boolean;
    readonly semanticTokens: boolean;
    readonly inlayHints: boolean;
  };
}

export function clientOf(
  { textDocument, workspace }: ClientCapabilities,
  { commandLinks = false }: { readonly commandLinks?: boolean } = {},
): Client {
  return {
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    preparesRename: textDocument?.rename?.prepareSupport === true,
    asksConfiguration: workspace?.configuration === true,
    commandLinks,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    refreshes: {
      diagnostics: workspace?.diagnostics?.refreshSupport === true,
      codeLens: workspace?.codeLens?.refreshSupport === true,
      semanticTokens: workspace?.semanticTokens?.refreshSupport === true,
      inlayHints: workspace?.inlayHint?.refreshSupport === true,
    },
  };
}

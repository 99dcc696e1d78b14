import { type Connection, SymbolInformation, type TextDocumentIdentifier } from 'vscode-languageserver';
import type { DocumentSymbol, Position } from 'vscode-languageserver-types';
import type { FileSystem } from '../workspace/file-system.ts';
import type { Graders } from '../workspace/sample-grades.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Client } from './client.ts';
import { codeActions } from './code-actions/code-actions.ts';
import { codeLenses } from './code-lens/code-lens.ts';
import { completions } from './completion/completion.ts';
import type { Pages } from './convert.ts';
import type { Reports } from './diagnostics/diagnostics.ts';
import type { GradedReports } from './diagnostics/graded-reports.ts';
import { answerExplorerRequests } from './explorer/explorer-requests.ts';
import { formatEdits } from './format/format.ts';
import { breakdown } from './grades/breakdown.ts';
import { inlayHints } from './grades/inlay-hints.ts';
import { answerGradingRequests } from './grading/grading-requests.ts';
import { askOnHover } from './grading/late-hover.ts';
import { hover } from './hover/hover.ts';
import { answerImportRequests } from './import/import-requests.ts';
import { definition } from './names/definition.ts';
import { highlights } from './names/highlight.ts';
import { references } from './names/references.ts';
import { prepareRename, rename } from './names/rename.ts';
import { foldingRanges } from './outline/folding.ts';
import { documentLinks } from './outline/links.ts';
import { selectionRanges } from './outline/selection-ranges.ts';
import { BREAKDOWN_REQUEST, DIFF_REQUEST, LOOPHOLES_REQUEST } from './protocol.ts';
import { answerReportRequests } from './report/report-requests.ts';
import { diff } from './review/diff.ts';
import { loopholes } from './review/loopholes.ts';
import { marksOf } from './semantic-tokens/marks.ts';
import { semanticTokens } from './semantic-tokens/semantic-tokens.ts';
import { documentSymbols } from './symbols/symbols.ts';
import { workspaceSymbols } from './symbols/workspace-symbols.ts';
import { answerToolRequests } from './tools/tool-requests.ts';
import { requestType } from './typed.ts';
import { sourceOf } from './yaml-document.ts';

/** What the requests are answered from, as it is at the time of asking. */
export interface Session {
  readonly files: FileSystem;
  readonly workspace: Workspace;
  readonly reports: Reports;
  readonly graders: () => Graders;
  /** Grades, weights or policy are others than before. */
  readonly changed: () => void;
  readonly graded: GradedReports;
  readonly client: () => Client;
  readonly hoverWaitMs: () => number;
  readonly pages: Pages;
}

/** Binds each LSP request to the feature that answers it. */
export function answerRequests(connection: Connection, session: Session): void {
  const { workspace, reports, files } = session;

  /** A feature that is asked about a place of a file. */
  const at =
    <Params extends { textDocument: TextDocumentIdentifier; position: Position }, Answer>(
      answer: (uri: string, offset: number, params: Params) => Promise<Answer>,
    ) =>
    async (params: Params): Promise<Answer | null> => {
      const uri = files.canonical(params.textDocument.uri);
      const source = await sourceOf(workspace, uri);
      return source ? answer(uri, source.offsetAt(params.position), params) : null;
    };
  /** A feature that is asked about a file. */
  const of =
    <Params extends { textDocument: TextDocumentIdentifier }, Answer>(
      answer: (uri: string, params: Params) => Promise<Answer>,
    ) =>
    (params: Params): Promise<Answer> =>
      answer(files.canonical(params.textDocument.uri), params);
  const grader = () => ({ workspace, ...session.graders(), waitMs: session.hoverWaitMs() });

  connection.onHover(
    at((uri, offset) => {
      void askOnHover(grader(), uri, offset, session.changed);
      return hover(grader(), uri, offset, { commandLinks: session.client().commandLinks });
    }),
  );
  connection.onCompletion(
    at((uri, offset) => completions(workspace, uri, offset, { snippets: session.client().snippets })),
  );
  connection.onDefinition(at((uri, offset) => definition(workspace, uri, offset)));
  connection.onReferences(at((uri, offset, { context }) => references(workspace, uri, offset, context)));
  connection.onDocumentHighlight(
    at(async (uri, offset) => highlights(workspace, uri, offset, (await reports.of(uri))?.findings ?? [])),
  );
  connection.onPrepareRename(at((uri, offset) => prepareRename(workspace, uri, offset)));
  connection.onRenameRequest(at((uri, offset, { newName }) => rename(workspace, uri, offset, newName)));
  connection.onDocumentSymbol(
    of(async (uri, { textDocument }) => {
      const nested = await documentSymbols(workspace, uri);
      return session.client().nestedSymbols ? nested : flat(nested, textDocument.uri);
    }),
  );
  connection.onWorkspaceSymbol(({ query }) => workspaceSymbols(workspace, query));
  connection.onCodeLens(of((uri) => codeLenses(grader(), uri)));
  connection.languages.inlayHint.on(of((uri, { range }) => inlayHints(grader(), uri, range)));
  connection.onFoldingRanges(of((uri) => foldingRanges(workspace, uri)));
  connection.onSelectionRanges(
    of(async (uri, { positions }) => {
      const source = await sourceOf(workspace, uri);
      const offsets = source ? positions.map((position) => source.offsetAt(position)) : [];
      return selectionRanges(workspace, uri, offsets);
    }),
  );
  connection.onDocumentLinks(of((uri) => documentLinks(workspace, uri)));
  connection.onDocumentFormatting(
    of(async (uri) => {
      const source = await sourceOf(workspace, uri);
      return source ? formatEdits(source) : [];
    }),
  );
  connection.languages.semanticTokens.on(
    of(async (uri) => semanticTokens(workspace, uri, marksOf(uri, await reports.of(uri)))),
  );
  connection.onCodeAction(
    of(async (uri, { range, context }) => {
      const [report, source] = await Promise.all([reports.of(uri), sourceOf(workspace, uri)]);
      if (!report || !source) return [];
      const span = { start: source.offsetAt(range.start), end: source.offsetAt(range.end) };
      return codeActions(
        { workspace, report, graded: session.graded.of(uri), only: context.only },
        uri,
        span,
      );
    }),
  );
  connection.onRequest(requestType(BREAKDOWN_REQUEST), (params) => breakdown(grader(), params));
  answerExplorerRequests(connection, { context: grader, files, reports });
  answerImportRequests(connection, workspace, files);
  answerReportRequests(connection, { context: grader, files });
  answerToolRequests(connection, { context: grader, files, pages: session.pages });
  answerGradingRequests(connection, { context: grader, files, changed: session.changed });
  connection.onRequest(requestType(LOOPHOLES_REQUEST), ({ uri }) =>
    loopholes(workspace, { uri: files.canonical(uri) }),
  );
  connection.onRequest(requestType(DIFF_REQUEST), ({ uri, base, against }) => {
    const texts = Object.entries(base).map(([file, text]) => [files.canonical(file), text]);
    return diff(workspace, { uri: files.canonical(uri), base: Object.fromEntries(texts), against });
  });
}

/** For clients that know no symbols within symbols. */
function flat(symbols: readonly DocumentSymbol[], uri: string, container?: string): SymbolInformation[] {
  return symbols.flatMap(({ name, kind, range, children = [] }) => [
    SymbolInformation.create(name, kind, range, uri, container),
    ...flat(children, uri, name),
  ]);
}

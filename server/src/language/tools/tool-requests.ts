import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { folderReach } from '../../tools/folder-reach.ts';
import { TOOLS } from '../../tools/registry.ts';
import type { Tool, ToolContext } from '../../tools/tool.ts';
import type { FileSystem } from '../../workspace/file-system.ts';
import type { Pages } from '../convert.ts';
import type { GradingContext } from '../grades/graded.ts';
import { TOOL_PLAN_REQUEST, TOOL_REQUEST, type ToolName } from '../protocol-tools.ts';
import { requestType } from '../typed.ts';

export interface ToolSession {
  /** As it is at the time of asking. */
  readonly context: () => GradingContext;
  readonly files: FileSystem;
  readonly pages: Pages;
}

/** Binds the requests of `protocol-tools.ts` to the tools. Open texts count as they are in the editor. */
export function answerToolRequests(connection: Connection, session: ToolSession): void {
  connection.onRequest(requestType(TOOL_REQUEST), async ({ name, input }, token) => {
    const tool = toolCalled(name);
    if (!tool) return { text: `There is no tool "${name}".`, isError: true };
    const signal = signalOf(token);
    try {
      return await tool.call(contextOf(session), input, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
      return new ResponseError(LSPErrorCodes.RequestCancelled, 'It was cancelled.');
    }
  });
  connection.onRequest(
    requestType(TOOL_PLAN_REQUEST),
    async ({ name, input }) => (await toolCalled(name)?.plan(contextOf(session), input)) ?? null,
  );
}

function toolCalled(name: ToolName): Tool | undefined {
  return TOOLS.find((tool) => tool.name === name);
}

function contextOf({ context, files, pages }: ToolSession): ToolContext {
  const { workspace, grading, models } = context();
  return {
    workspace,
    graders: { grading, models },
    reach: folderReach(workspace, files),
    page: async (code) => {
      const folder = pages();
      return folder === undefined ? undefined : files.readText(files.canonical(`${folder}${code}.md`));
    },
  };
}

function signalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}

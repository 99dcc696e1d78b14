import type { CodeLens } from 'vscode-languageserver-types';
import type { Workspace } from '../../workspace/workspace.ts';
import { type BreakdownParams, SHOW_BREAKDOWN_COMMAND } from '../protocol.ts';

/** "Show score breakdown" over every completion of a samples file. */
export async function samplesLenses(workspace: Workspace, uri: string): Promise<CodeLens[]> {
  const file = await workspace.samplesFile(uri);
  return (file?.completions ?? []).map(({ id, places }) => {
    const start = file?.source.positionAt(places.whole.span.start) ?? { line: 0, character: 0 };
    const argument: BreakdownParams = { uri, completionId: id };
    return {
      range: { start, end: start },
      command: { title: 'Show score breakdown', command: SHOW_BREAKDOWN_COMMAND, arguments: [argument] },
    };
  });
}

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import type { FileSystem } from '../../workspace/file-system.ts';
import type { Reports } from '../diagnostics/diagnostics.ts';
import type { GradingContext } from '../grades/graded.ts';
import { DIAGRAM_REQUEST, EXPLORE_REQUEST, MOVE_CLASS_REQUEST } from '../protocol-explorer.ts';
import { requestType } from '../typed.ts';
import { diagramOf } from './diagram.ts';
import { explore } from './explore.ts';
import { moveClass } from './move-class.ts';

export interface ExplorerSession {
  /** As it is at the time of asking. */
  readonly context: () => GradingContext;
  readonly files: FileSystem;
  readonly reports: Reports;
}

/** Binds the requests of `protocol-explorer.ts` to what answers them. */
export function answerExplorerRequests(
  connection: Connection,
  { context, files, reports }: ExplorerSession,
): void {
  const policy = (uri: string) => context().workspace.policy(files.canonical(uri));
  const none = { reason: l10n.t('There is no such policy.') };
  connection.onRequest(requestType(EXPLORE_REQUEST), ({ uri }) =>
    explore(context(), reports, files.canonical(uri)),
  );
  connection.onRequest(requestType(MOVE_CLASS_REQUEST), async (params) => {
    const state = await policy(params.uri);
    return state ? moveClass(state, params) : none;
  });
  connection.onRequest(requestType(DIAGRAM_REQUEST), async (params) => {
    const state = await policy(params.uri);
    return state ? diagramOf(state, params) : none;
  });
}

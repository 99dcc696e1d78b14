import * as l10n from '@vscode/l10n';
import { type CancellationToken, type Connection, RequestType } from 'vscode-languageserver';
import type { FileSystem } from '../../workspace/file-system.ts';
import { evaluationReport, fitReport, type ReportWork } from '../../workspace/policy-report.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { GradingContext } from '../grades/graded.ts';
import {
  EVALUATE_REQUEST,
  type EvaluateParams,
  FIT_REQUEST,
  type FitParams,
  REPORT_PROGRESS,
  type ReportProgress,
  type ReportResult,
} from '../protocol-report.ts';

export interface ReportSession {
  /** As it is at the time of asking. */
  readonly context: () => GradingContext;
  readonly files: FileSystem;
}

/** Binds the requests of `protocol-report.ts` to what answers them. */
export function answerReportRequests(connection: Connection, { context, files }: ReportSession): void {
  const answer = async (
    { uri, run }: EvaluateParams,
    token: CancellationToken,
    of: (state: PolicyState, work: ReportWork) => Promise<ReportResult>,
  ): Promise<ReportResult> => {
    const state = await policyOf(context(), files.canonical(uri));
    if (!state) return { reason: l10n.t('Open a policy, or a samples file that belongs to one.') };
    const tell = (progress: ReportProgress) => void connection.sendNotification(REPORT_PROGRESS, progress);
    return of(state, {
      progress: (done, total) => tell({ run, done, total }),
      isCancelled: () => token.isCancellationRequested,
    });
  };
  connection.onRequest(new RequestType<FitParams, ReportResult, void>(FIT_REQUEST), (params, token) =>
    answer(params, token, (state, work) => fitReport(context().workspace, state, params, work)),
  );
  connection.onRequest(
    new RequestType<EvaluateParams, ReportResult, void>(EVALUATE_REQUEST),
    (params, token) =>
      answer(params, token, (state, work) => evaluationReport(context().workspace, context(), state, work)),
  );
}

function policyOf({ workspace }: GradingContext, uri: string): Promise<PolicyState | undefined> {
  return workspace.kindOf(uri) === 'samples' ? workspace.policyOfSamples(uri) : workspace.policy(uri);
}

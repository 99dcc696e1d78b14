import * as l10n from '@vscode/l10n';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Run } from '../../reward/evaluate/compare.ts';
import { parseRun, writeRun } from '../../reward/evaluate/run-file.ts';
import type { FileSystem } from '../../workspace/file-system.ts';
import { evaluationReport, fitReport, type ReportWork } from '../../workspace/policy-report.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { GradingContext } from '../grades/graded.ts';
import {
  EVALUATE_REQUEST,
  type EvaluateParams,
  FIT_REQUEST,
  type KeptRun,
  REPORT_PROGRESS,
  type ReportProgress,
  type ReportResult,
} from '../protocol-report.ts';
import { notificationType, requestType } from '../typed.ts';

export interface ReportSession {
  /** As it is at the time of asking. */
  readonly context: () => GradingContext;
  readonly files: FileSystem;
}

/** Binds the requests of `protocol-report.ts` to what answers them. */
export function answerReportRequests(connection: Connection, { context, files }: ReportSession): void {
  /** Policy -> its last evaluation, which the next one is compared with. */
  const lastRuns = new Map<string, Run>();
  const answer = async (
    { uri, run }: EvaluateParams,
    token: CancellationToken,
    of: (state: PolicyState, work: ReportWork) => Promise<ReportResult>,
  ): Promise<ReportResult> => {
    const state = await policyOf(context(), files.canonical(uri));
    if (!state) return { reason: l10n.t('Open a policy, or a samples file that belongs to one.') };
    const tell = (progress: ReportProgress) =>
      void connection.sendNotification(notificationType(REPORT_PROGRESS), progress);
    return of(state, {
      progress: (done, total) => tell({ run, done, total }),
      isCancelled: () => token.isCancellationRequested,
    });
  };
  connection.onRequest(requestType(FIT_REQUEST), (params, token) =>
    answer(params, token, (state, work) => {
      const lastRun = lastRuns.get(state.uri);
      return fitReport(context().workspace, state, { ...params, ...(lastRun && { lastRun }) }, work);
    }),
  );
  connection.onRequest(requestType(EVALUATE_REQUEST), (params, token) =>
    answer(params, token, async (state, work) => {
      const { runs, unreadable } = readRuns(params.against ?? []);
      if (unreadable) return { reason: `${unreadable} is no evaluation that was kept.` };
      const last = lastRuns.get(state.uri);
      const earlier = [...runs, ...(last ? [{ ...last, name: 'the last evaluation' }] : [])];
      const result = await evaluationReport(context().workspace, context(), state, earlier, work);
      if ('reason' in result) return result;
      lastRuns.set(state.uri, result.run);
      return { report: result.report, kept: { name: result.run.name, text: writeRun(result.run) } };
    }),
  );
}

function readRuns(kept: readonly KeptRun[]): { runs: Run[]; unreadable?: string } {
  const runs: Run[] = [];
  for (const { name, text } of kept) {
    const run = parseRun(text, name);
    if (!run) return { runs: [], unreadable: name };
    runs.push(run);
  }
  return { runs };
}

function policyOf({ workspace }: GradingContext, uri: string): Promise<PolicyState | undefined> {
  return workspace.kindOf(uri) === 'samples' ? workspace.policyOfSamples(uri) : workspace.policy(uri);
}

import { type Connection, RequestType } from 'vscode-languageserver';
import type { FileSystem } from '../../workspace/file-system.ts';
import { runForLog } from '../care/log.ts';
import type { GradingContext } from '../grades/graded.ts';
import {
  ESTIMATE_REQUEST,
  type EstimateResult,
  EXPECTATIONS_REQUEST,
  type ExpectationsParams,
  type ExpectationsResult,
  GRADE_PROGRESS,
  GRADE_REQUEST,
  type GradeParams,
  type GradeResult,
  type GradeScope,
} from '../protocol-grading.ts';
import { estimate } from './estimate.ts';
import { expectations } from './expectations.ts';
import { gradeRun } from './grade-run.ts';

export interface GradingSession {
  /** As it is at the time of asking. */
  readonly context: () => GradingContext;
  readonly files: FileSystem;
  readonly changed: () => void;
}

/** Binds the requests of `protocol-grading.ts` to what answers them. */
export function answerGradingRequests(
  connection: Connection,
  { context, files, changed }: GradingSession,
): void {
  const canonical = <Params extends { readonly uri: string }>(params: Params): Params => ({
    ...params,
    uri: files.canonical(params.uri),
  });
  connection.onRequest(new RequestType<GradeScope, EstimateResult, void>(ESTIMATE_REQUEST), (params) =>
    estimate(context(), canonical(params)),
  );
  connection.onRequest(
    new RequestType<GradeParams, GradeResult, void>(GRADE_REQUEST),
    async (params, token) => {
      const result = await gradeRun(context(), canonical(params), {
        tell: (progress) => void connection.sendNotification(GRADE_PROGRESS, progress),
        changed,
        token,
      });
      connection.console.info(runForLog(result));
      return result;
    },
  );
  connection.onRequest(
    new RequestType<ExpectationsParams, ExpectationsResult, void>(EXPECTATIONS_REQUEST),
    (params) => expectations(context().workspace, canonical(params)),
  );
}

import type { Connection } from 'vscode-languageserver';
import type { FileSystem } from '../../workspace/file-system.ts';
import { runForLog } from '../care/log.ts';
import type { GradingContext } from '../grades/graded.ts';
import {
  ESTIMATE_REQUEST,
  EXPECTATIONS_REQUEST,
  GRADE_PROGRESS,
  GRADE_REQUEST,
} from '../protocol-grading.ts';
import { notificationType, requestType } from '../typed.ts';
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
  connection.onRequest(requestType(ESTIMATE_REQUEST), (params) => estimate(context(), canonical(params)));
  connection.onRequest(requestType(GRADE_REQUEST), async (params, token) => {
    const result = await gradeRun(context(), canonical(params), {
      tell: (progress) => void connection.sendNotification(notificationType(GRADE_PROGRESS), progress),
      changed,
      token,
    });
    connection.console.info(runForLog(result));
    return result;
  });
  connection.onRequest(requestType(EXPECTATIONS_REQUEST), (params) =>
    expectations(context().workspace, canonical(params)),
  );
}

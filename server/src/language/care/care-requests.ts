import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Activity } from '../../workspace/activity.ts';
import type { FileSystem } from '../../workspace/file-system.ts';
import type { ModelAccess } from '../../workspace/model-access.ts';
import type { GradingContext } from '../grades/graded.ts';
import {
  DOCTOR_REQUEST,
  DOCTOR_STEP,
  type DoctorResult,
  LOCAL_SERVERS_REQUEST,
  OFFERED_MODELS_REQUEST,
  type Step,
} from '../protocol-care.ts';
import { notificationType, requestType } from '../typed.ts';
import { examine } from './doctor.ts';
import { localServers, offeredModels } from './models.ts';

export interface CareSession {
  /** As it is at the time of asking. */
  readonly context: () => GradingContext;
  readonly files: FileSystem;
  readonly access: ModelAccess;
  readonly activity: Activity;
}

/** Binds the requests of `protocol-care.ts` to what answers them. */
export function answerCareRequests(
  connection: Connection,
  { context, files, access, activity }: CareSession,
): void {
  connection.onRequest(requestType(DOCTOR_REQUEST), async ({ uri, ...params }, token) => {
    const end = activity.begin('grading');
    try {
      const asked = { ...params, ...(uri !== undefined && { uri: files.canonical(uri) }) };
      const tell = (step: Step) =>
        void connection.sendNotification(notificationType(DOCTOR_STEP), { run: params.run, step });
      const result = await cancellable(token, (signal) =>
        examine(context(), asked, { connection, access, activity, tell, signal }),
      );
      connection.console.info(`Doctor: ${inShort(result)}`);
      return result;
    } finally {
      end();
    }
  });
  connection.onRequest(requestType(LOCAL_SERVERS_REQUEST), ({ ports }, token) =>
    cancellable(token, (signal) => localServers(access, ports, signal)),
  );
  connection.onRequest(requestType(OFFERED_MODELS_REQUEST), ({ settings }, token) =>
    cancellable(token, (signal) => offeredModels(access, settings, signal)),
  );
}

/** Cancelled with the request. */
async function cancellable<Result>(
  token: CancellationToken,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const cancelled = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) abort.abort();
  try {
    return await work(abort.signal);
  } finally {
    cancelled.dispose();
  }
}

/** States only: what servers say stays out of the log. */
function inShort(result: DoctorResult): string {
  if ('reason' in result) return 'could not be run';
  const states = result.steps.map(({ id, state }) => `${id} ${state}`).join(', ');
  return `${states}; ${result.calls} calls`;
}

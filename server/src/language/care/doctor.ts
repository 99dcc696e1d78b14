import type { Connection } from 'vscode-languageserver';
import { examineEmbedded } from '../../grader/doctor/embedded-doctor.ts';
import type { Step } from '../../grader/doctor/examination.ts';
import { examineModel } from '../../grader/doctor/model-doctor.ts';
import type { ModelPatient, Names } from '../../grader/doctor/patient.ts';
import { normalRequest } from '../../grader/llm/asking/request-options.ts';
import { isCredential } from '../../grader/llm/transport/headers.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { Activity } from '../../workspace/activity.ts';
import type { ModelAccess } from '../../workspace/model-access.ts';
import type { PolicyState, Workspace } from '../../workspace/workspace.ts';
import type { GradingContext } from '../grades/graded.ts';
import { modelSetup, problemOf } from '../grading/model-setup.ts';
import type { DoctorParams, DoctorResult } from '../protocol-care.ts';

const NAMES: Names = {
  baseUrl: 'rbr.grader.baseUrl',
  model: 'rbr.grader.model',
  mode: 'rbr.grader.mode',
  price: 'rbr.grader.prices',
  timeout: 'rbr.grader.timeoutSeconds',
  certificates: 'NODE_EXTRA_CA_CERTS',
  concurrency: 'rbr.grader.concurrency',
  setKey: 'Run "Set API Key"',
  listing: '"Choose Grader"',
  request: 'rbr.grader.answerTokens, reasoningEffort, body or headers',
};

export interface DoctorDoor {
  readonly connection: Connection;
  readonly access: ModelAccess;
  readonly activity: Activity;
  readonly tell: (step: Step) => void;
  readonly signal: AbortSignal;
}

/** Answers `rbr/doctor`. */
export async function examine(
  context: GradingContext,
  params: DoctorParams,
  door: DoctorDoor,
): Promise<DoctorResult> {
  const state = await policyOf(context.workspace, params.uri);
  try {
    if (params.settings.kind === 'embedded') return await ofEmbedded(context, state, params.uri, door);
    const { steps, spent } = await examineModel(patientOf(params, state, door), {
      tell: door.tell,
      onMeter: (meter) => door.activity.count(meter),
      onlyKey: params.onlyKey === true,
      signal: door.signal,
    });
    return { steps, calls: spent.calls, costUsd: spent.costUsd };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

async function ofEmbedded(
  { workspace, grading }: GradingContext,
  state: PolicyState | undefined,
  uri: string | undefined,
  { tell }: DoctorDoor,
): Promise<DoctorResult> {
  if (!state)
    return { reason: 'Open a policy or one of its sample files: the embedded grader learns from those.' };
  const own = uri !== undefined && workspace.kindOf(uri) === 'samples' ? uri : undefined;
  const steps = await examineEmbedded(
    {
      policy: state.policy,
      completions: await completionsOf(workspace, state, own),
      validate: async () => (await grading.validated(state, own))?.crossValidation,
    },
    tell,
  );
  return { steps, calls: 0, costUsd: 0 };
}

async function completionsOf(
  workspace: Workspace,
  state: PolicyState,
  own: string | undefined,
): Promise<readonly SampleCompletion[]> {
  const ofPolicy = await workspace.completionsOf(state);
  if (own === undefined || (await workspace.samplesOf(state)).includes(own)) return ofPolicy;
  return [...ofPolicy, ...((await workspace.samplesFile(own))?.completions ?? [])];
}

async function policyOf(workspace: Workspace, uri: string | undefined): Promise<PolicyState | undefined> {
  if (uri === undefined) return undefined;
  return workspace.kindOf(uri) === 'samples' ? workspace.policyOfSamples(uri) : workspace.policy(uri);
}

function patientOf(
  { settings, keySource }: DoctorParams,
  state: PolicyState | undefined,
  { connection, access }: DoctorDoor,
): ModelPatient {
  if (settings.kind === 'embedded') throw new TypeError('The embedded grader is no model.');
  const grader = state?.policy.grader;
  const openAi = settings.kind === 'openai' ? settings : undefined;
  const { apiKey = '', price, headers = {} } = openAi ?? {};
  const credentials = Object.keys(headers).filter(isCredential);
  const requestProblem = openAi && problemOf(openAi);
  const request = openAi?.request && normalRequest(openAi.request);
  const mode = openAi?.mode ?? 'votes';
  const { checkStore } = access;
  return {
    kind: settings.kind,
    baseUrl: openAi?.baseUrl ?? '',
    model: settings.model || grader?.model || '',
    ...(apiKey !== '' && { apiKey }),
    keySource: credentials.length > 0 ? `from the header ${credentials.join(', ')}` : keySource,
    mode: mode !== 'auto' ? mode : (grader?.probability ?? 'auto'),
    ...(price && { price }),
    headers: Object.keys(headers),
    ...(requestProblem === undefined ? request && { request } : { requestProblem }),
    limits: settings.budget,
    timeoutMs: (openAi?.timeoutSeconds ?? 0) * 1000,
    names: NAMES,
    open: async () => {
      const setup = modelSetup(settings, connection, access.openAi);
      if (!setup) throw new TypeError('No model is set up.');
      return setup.open(grader?.model);
    },
    ...(checkStore && { checkStore }),
  };
}

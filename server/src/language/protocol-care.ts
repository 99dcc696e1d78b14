/** The messages about the grader's health and what it spends; as `protocol.ts`, types and names only. */

import type { Step } from '../grader/doctor/examination.ts';
import type { LocalServer } from '../grader/llm/transport/local-servers.ts';
import type { ActivityStatus } from '../workspace/activity.ts';
import type { GraderSettings, OpenAiSettings } from './protocol-grading.ts';
import { notification, request } from './protocol-names.ts';

export type { Step } from '../grader/doctor/examination.ts';
export type { ActivityStatus } from '../workspace/activity.ts';

/** `rbr/doctor`: examines a grader from end to end; answered at its end. Cancelling closes its connection. */
export const DOCTOR_REQUEST = request<DoctorParams, DoctorResult>('rbr/doctor');

export interface DoctorParams {
  /** Names the run in its progress notifications. */
  readonly run: string;
  /** Whom to examine, which need not be who grades. */
  readonly settings: GraderSettings;
  /** Where the key comes from, or that there is none. */
  readonly keySource: string;
  /** The policy or samples file in front: its `grader` counts, and the embedded grader learns it. */
  readonly uri?: string;
  /** Connection, key and model only. */
  readonly onlyKey?: boolean;
}

/** `rbr/doctorStep` (server to client), as they are done. */
export const DOCTOR_STEP = notification<DoctorStep>('rbr/doctorStep');

export interface DoctorStep {
  readonly run: string;
  readonly step: Step;
}

export type DoctorResult =
  | { readonly steps: readonly Step[]; readonly calls: number; readonly costUsd: number | null }
  | { readonly reason: string };

export type { LocalServer } from '../grader/llm/transport/local-servers.ts';

/** `rbr/localServers`: the model servers on the machine that the server runs on. Asked only when the user wants it. */
export const LOCAL_SERVERS_REQUEST = request<LocalServersParams, LocalServersResult>('rbr/localServers');

export interface LocalServersParams {
  readonly ports: readonly number[];
}

export interface LocalServersResult {
  readonly servers: readonly LocalServer[];
}

/** `rbr/offeredModels`: the names of the models at an address. */
export const OFFERED_MODELS_REQUEST = request<OfferedModelsParams, OfferedModelsResult>('rbr/offeredModels');

export interface OfferedModelsParams {
  readonly settings: OpenAiSettings;
}

export type OfferedModelsResult =
  | { readonly models: readonly string[] }
  /** Why they are not known, in words for the user. */
  | { readonly reason: string };

/** `rbr/status` (server to client): what is under way and what was spent since the server's start. */
export const STATUS_NOTIFICATION = notification<ServerStatus>('rbr/status');

export type ServerStatus = ActivityStatus;

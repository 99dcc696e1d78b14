/** The messages about imports and new policies; as `protocol.ts`, types and names only. */

import type { Range } from 'vscode-languageserver-types';
import type { ImportFile, ImportResult, ImportSettings } from '../exchange/import/model.ts';
import type { TemplateFile } from '../exchange/templates/templates.ts';
import { request } from './protocol-names.ts';

export type {
  CodedRole,
  ColumnUse,
  Facts,
  FileReport,
  ImportOutput,
  ImportResult,
  ImportSettings,
  Meaning,
  Role,
} from '../exchange/import/model.ts';
export { ROLES } from '../exchange/import/model.ts';
/** Names of files in the package: data, no behaviour. */
export {
  filesOfTemplate,
  TEMPLATES,
  type Template,
  type TemplateFile,
} from '../exchange/templates/templates.ts';

/** `rbr/import`: what others' files are, as samples of a policy. Nothing is written: the client has the files. */
export interface ImportParams {
  readonly files: readonly (Pick<ImportFile, 'name' | 'text'> & {
    /** Undefined where it is of no place that the editor knows. */
    readonly uri?: string;
  })[];
  /** A policy, or a samples file of it. */
  readonly forUri?: string;
  /** The folder of what is made, with a slash at its end. */
  readonly folderUri?: string;
  readonly settings?: ImportSettings;
}

export const IMPORT_REQUEST = request<ImportParams, ImportAnswer>('rbr/import');

export interface ImportAnswer {
  readonly result: ImportResult;
  /** The policy that it was read for. */
  readonly policyUri?: string;
  /** What values may mean. */
  readonly names: PolicyNames;
  /** What was made of each value, in words. */
  readonly inWords: readonly string[];
}

export interface PolicyNames {
  readonly responseTypes: readonly string[];
  readonly categories: readonly string[];
  readonly classes: readonly string[];
  readonly labels: readonly string[];
  readonly propositions: readonly string[];
}

/** `rbr/nameSamples`: how a policy comes to name a sample file under `samples`. */
export interface NameSamplesParams {
  readonly policyUri: string;
  readonly samplesUri: string;
}

export const NAME_SAMPLES_REQUEST = request<NameSamplesParams, NameSamplesResult>('rbr/nameSamples');

/** No edits: it does so already. */
export interface NameSamplesResult {
  readonly uri: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** `rbr/newPolicy`: the files of a template under another name. */
export interface NewPolicyParams {
  readonly template: string;
  /** Without `.rbr.yaml`. */
  readonly name: string;
  /** As the package has them. */
  readonly files: readonly TemplateFile[];
}

export const NEW_POLICY_REQUEST = request<NewPolicyParams, NewPolicyResult>('rbr/newPolicy');

export type NewPolicyResult =
  /** The policy first. */
  | { readonly files: readonly TemplateFile[] }
  /** Why that is no name, in words for the user. */
  | { readonly reason: string };

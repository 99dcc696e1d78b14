/** The messages about tools for assistants that this server adds to LSP: types and names only, as in `protocol.ts`. */
import { request } from './protocol-names.ts';

/** The tools, by the names that assistants call them by. */
export const TOOL_NAMES = ['rbr_check', 'rbr_grade', 'rbr_explain', 'rbr_suggest'] as const;

export type ToolName = (typeof TOOL_NAMES)[number];

/** `rbr/tool`: calls a tool. Cancelling the request ends it. */
export const TOOL_REQUEST = request<ToolParams, ToolResult>('rbr/tool');

/** `rbr/toolPlan`: what the same call would ask of a model; null where none would be asked. */
export const TOOL_PLAN_REQUEST = request<ToolParams, ToolPlanResult | null>('rbr/toolPlan');

export interface ToolParams {
  readonly name: ToolName;
  /** As the tool's input schema has it. */
  readonly input: unknown;
}

export interface ToolResult {
  /** For a model to read. */
  readonly text: string;
  /** As the tool's output schema has it; not there where the call failed. */
  readonly structured?: object;
  readonly isError: boolean;
}

export interface ToolPlanResult {
  readonly grader: string;
  readonly completions: number;
  readonly calls: number;
  readonly cached: number;
  readonly tokens: number;
  /** US dollars; null: the price is not known. */
  readonly costUsd: number | null;
}

/** What panel and host say to each other. What comes out of a webview is read, never trusted. */
import type { BreakdownParams, BreakdownResult } from '../../../server/src/language/protocol.ts';

export type HostMessage = {
  readonly type: 'show';
  readonly params: BreakdownParams;
  readonly answer: BreakdownResult;
};

export interface Place {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export type PanelRequest = { readonly type: 'ready' } | { readonly type: 'open'; readonly location: Place };

/** A panel's message; undefined where it is none that the host acts on. */
export function readRequest(message: unknown): PanelRequest | undefined {
  if (!isObject(message)) return undefined;
  if (message.type === 'ready') return { type: 'ready' };
  if (message.type !== 'open' || !isObject(message.location)) return undefined;
  const { uri, range } = message.location;
  if (typeof uri !== 'string' || !isObject(range)) return undefined;
  const start = readPosition(range.start);
  const end = readPosition(range.end);
  return start && end ? { type: 'open', location: { uri, range: { start, end } } } : undefined;
}

/** The argument of the command, or a panel's kept state. */
export function readParams(value: unknown): BreakdownParams | undefined {
  if (!isObject(value) || typeof value.uri !== 'string') return undefined;
  const position = readPosition(value.position);
  const completionId = typeof value.completionId === 'string' ? value.completionId : undefined;
  if (!position && completionId === undefined) return undefined;
  return {
    uri: value.uri,
    ...(position && { position }),
    ...(completionId !== undefined && { completionId }),
  };
}

function readPosition(value: unknown): { line: number; character: number } | undefined {
  if (!isObject(value)) return undefined;
  const { line, character } = value;
  return isIndex(line) && isIndex(character) ? { line, character } : undefined;
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

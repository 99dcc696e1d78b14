/** What panel and host say to each other. What comes out of a webview is read, never trusted. */
import type {
  BreakdownParams,
  BreakdownResult,
  BreakdownVersion,
} from '../../../../server/src/language/protocol.ts';
import { type Place, readPlace, readPosition } from '../place.ts';

export interface HostMessage {
  readonly type: 'show';
  /** Undefined where there is nothing to come back to. */
  readonly state: PanelState | undefined;
  readonly answer: BreakdownResult;
  /** Newest first. */
  readonly history: readonly HistoryEntry[];
}

/** What a completion was graded at a time. */
export interface HistoryEntry {
  /** ISO 8601. */
  readonly when: string;
  readonly predictedClass: string | null;
  readonly total?: number;
  /** What had changed since the entry before; nothing for the first one. */
  readonly changed: readonly BreakdownVersion[];
  readonly versions: Readonly<Record<BreakdownVersion, string>>;
}

/** What brings the panel back after a reload. */
export interface PanelState {
  readonly params: BreakdownParams;
  /** It shows the completion at the cursor. */
  readonly follows: boolean;
}

export type PanelRequest =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly location: Place }
  /** Another completion. */
  | { readonly type: 'show'; readonly params: BreakdownParams }
  /** What if these answers were others; none: back to the grades. */
  | { readonly type: 'switch'; readonly switched: Readonly<Record<string, boolean>> }
  | { readonly type: 'follow'; readonly follows: boolean };

/** A panel's message; undefined where it is none that the host acts on. */
export function readRequest(message: unknown): PanelRequest | undefined {
  if (!isObject(message)) return undefined;
  switch (message.type) {
    case 'ready':
      return { type: 'ready' };
    case 'open': {
      const location = readPlace(message.location);
      return location && { type: 'open', location };
    }
    case 'show': {
      const params = readParams(message.params);
      return params && { type: 'show', params };
    }
    case 'switch': {
      const switched = readAnswers(message.switched);
      return switched && { type: 'switch', switched };
    }
    case 'follow':
      return { type: 'follow', follows: message.follows === true };
    default:
      return undefined;
  }
}

export function readState(value: unknown): PanelState | undefined {
  const params = isObject(value) ? readParams(value.params) : undefined;
  return params && isObject(value) ? { params, follows: value.follows === true } : undefined;
}

/** The argument of the command, or a panel's kept state. */
export function readParams(value: unknown): BreakdownParams | undefined {
  if (!isObject(value) || typeof value.uri !== 'string') return undefined;
  const position = readPosition(value.position);
  const completionId = typeof value.completionId === 'string' ? value.completionId : undefined;
  const switched = readAnswers(value.switched);
  if (!position && completionId === undefined) return undefined;
  return {
    uri: value.uri,
    ...(position && { position }),
    ...(completionId !== undefined && { completionId }),
    ...(switched && { switched }),
  };
}

function readAnswers(value: unknown): Record<string, boolean> | undefined {
  if (!isObject(value)) return undefined;
  const answers = Object.entries(value).filter(
    (entry): entry is [string, boolean] => typeof entry[1] === 'boolean',
  );
  return Object.fromEntries(answers);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** What the diagram panel and its host say to each other. */
import type { DiagramParams, DiagramResult } from '../../../../server/src/language/protocol-explorer.ts';
import { type Place, readPlace } from '../place.ts';

export interface DiagramMessage {
  readonly type: 'diagram';
  readonly params: DiagramParams;
  readonly answer: DiagramResult;
}

export type DiagramRequest = { readonly type: 'ready' } | { readonly type: 'open'; readonly location: Place };

/** A panel's message; undefined where it is none that the host acts on. */
export function readDiagramRequest(message: unknown): DiagramRequest | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  if (message.type === 'ready') return { type: 'ready' };
  const location = message.type === 'open' && 'location' in message ? readPlace(message.location) : undefined;
  return location && { type: 'open', location };
}

/** What the panel comes back with after a reload. */
export function readDiagramParams(state: unknown): DiagramParams | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { uri, responseType, className } = state as Record<string, unknown>;
  return typeof uri === 'string' && typeof responseType === 'string' && typeof className === 'string'
    ? { uri, responseType, className }
    : undefined;
}

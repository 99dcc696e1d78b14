import { CallError, type CallErrorDetails, type CallErrorKind } from '../chat/chat.ts';

/** What a call that failed costs. A body that was cut or unreadable, and silence: the model may have worked for it. */
export function billOf(error: unknown): NonNullable<CallErrorDetails['bill']> {
  if (!(error instanceof CallError) || error.details.wasNeverSent) return 'free';
  return error.details.bill ?? (PERHAPS_PAID.has(error.kind) ? 'perhaps' : 'free');
}

const PERHAPS_PAID: ReadonlySet<CallErrorKind> = new Set(['timeout', 'malformed', 'network', 'cancelled']);

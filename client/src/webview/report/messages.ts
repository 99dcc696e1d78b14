/** What the report panel and its host say to each other. */
import type { Report } from '../../../../server/src/language/protocol-report.ts';

export interface ReportMessage {
  readonly type: 'report';
  readonly report: Report;
  /** There are weights that can be written beside the policy. */
  readonly canSave: boolean;
}

export type ReportRequest = { readonly type: 'ready' } | { readonly type: 'save' };

/** A panel's message; undefined where it is none that the host acts on. */
export function readReportRequest(message: unknown): ReportRequest | undefined {
  const type =
    typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
  return type === 'ready' || type === 'save' ? { type } : undefined;
}

/** What the report panel and its host say to each other. */
import type { Report } from '../../../../server/src/language/protocol-report.ts';

export interface ReportMessage {
  readonly type: 'report';
  readonly report: Report;
  /** What can be done with it, a button each. */
  readonly actions: readonly ReportAction[];
}

/** To write the weights beside the policy, to keep the evaluation as a file, to evaluate again against a kept one. */
export type ReportAction = 'save' | 'keep' | 'compare';

export interface ReportRequest {
  readonly type: 'ready' | ReportAction;
}

const REQUESTS: ReadonlySet<unknown> = new Set<ReportRequest['type']>(['ready', 'save', 'keep', 'compare']);

/** A panel's message; undefined where it is none that the host acts on. */
export function readReportRequest(message: unknown): ReportRequest | undefined {
  const type =
    typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
  return REQUESTS.has(type) ? { type: type as ReportRequest['type'] } : undefined;
}

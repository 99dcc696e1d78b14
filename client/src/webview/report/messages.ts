/** What the report panel and its host say to each other. */
import type { Report } from '../../../../server/src/language/protocol-report.ts';
import { type Place, readPlace } from '../place.ts';

export interface ReportMessage {
  readonly type: 'report';
  readonly report: Report;
  /** What can be done with it, a button each. */
  readonly actions: readonly ReportAction[];
}

/** To write the weights beside the policy, to keep the evaluation as a file, to evaluate again against a kept one. */
export type ReportAction = 'save' | 'keep' | 'compare';

/** What a next step of the verdict does: fit, try the grader, show the findings. */
export type ReportStep = 'fit' | 'doctor' | 'problems';

export type ReportRequest =
  | { readonly type: 'ready' | ReportAction | ReportStep }
  /** Goes to a completion. */
  | { readonly type: 'open'; readonly location: Place }
  /** Shows a page of the documentation: `evaluation.md#auroc`. */
  | { readonly type: 'explain'; readonly page: string };

type Plain = 'ready' | ReportAction | ReportStep;

const PLAIN: ReadonlySet<unknown> = new Set<Plain>([
  'ready',
  'save',
  'keep',
  'compare',
  'fit',
  'doctor',
  'problems',
]);

/** A page of the documentation, never anything beside it. */
const PAGE = /^[a-z-]+\.md#[\p{L}\p{N}_-]+$/u;

/** A panel's message; undefined where it is none that the host acts on. */
export function readReportRequest(message: unknown): ReportRequest | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type } = message;
  if (type === 'open') {
    const location = 'location' in message ? readPlace(message.location) : undefined;
    return location && { type, location };
  }
  if (type === 'explain') {
    const page = 'page' in message ? message.page : undefined;
    return typeof page === 'string' && PAGE.test(page) ? { type, page } : undefined;
  }
  return PLAIN.has(type) ? { type: type as Plain } : undefined;
}

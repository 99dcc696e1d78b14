import type { Workspace } from '../../workspace/workspace.ts';
import type { FileReport } from '../diagnostics/diagnostics.ts';
import type { GradedReport } from '../diagnostics/graded-reports.ts';

export interface CodeActionContext {
  readonly workspace: Workspace;
  readonly report: FileReport;
  /** What the grader says of a samples file. */
  readonly graded: GradedReport;
  /** Kinds asked for, with all below them; undefined for what is offered without being asked for. */
  readonly only?: readonly string[] | undefined;
}

import { classGradedOtherwise } from '../checks/grades/class-graded-otherwise.ts';
import { gradedOtherwise } from '../checks/grades/graded-otherwise.ts';
import { withoutIgnored } from '../checks/ignore.ts';
import { withSeverities } from '../checks/severities.ts';
import type { Finding } from '../policy/finding.ts';
import { nextTurn } from './next-turn.ts';
import { type Graders, sampleGrader } from './sample-grades.ts';
import type { Workspace } from './workspace.ts';

/** After so many completions others get their turn. */
const SLICE = 25;

/**
 * Where the grader contradicts the labels and expectations of a samples file; undefined as long as it has graded
 * nothing. Nothing is contradicted by a grader that has learnt from it.
 */
export async function gradedFindings(
  { workspace, ...graders }: Graders & { readonly workspace: Workspace },
  uri: string,
): Promise<Finding[] | undefined> {
  const [file, state] = await Promise.all([workspace.samplesFile(uri), workspace.policyOfSamples(uri)]);
  if (!file || !state) return undefined;
  const gradesOf = sampleGrader(graders, state, uri, 0);
  const found: Finding[] = [];
  let isGraded = false;
  for (const [index, completion] of file.completions.entries()) {
    if (index % SLICE === 0) await nextTurn();
    const graded = await gradesOf(completion);
    if (!graded || graded.isExcluded) continue;
    isGraded = true;
    found.push(
      ...gradedOtherwise(file, state, completion, graded.grades),
      ...classGradedOtherwise(state, completion, graded.grades),
    );
  }
  return isGraded ? withoutIgnored(file.source, withSeverities(found, state), new Set()) : undefined;
}

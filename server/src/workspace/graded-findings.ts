import { setImmediate as nextTurn } from 'node:timers/promises';
import { gradedOtherwise } from '../checks/grades/graded-otherwise.ts';
import { withoutIgnored } from '../checks/ignore.ts';
import { withSeverities } from '../checks/severities.ts';
import type { Finding } from '../policy/finding.ts';
import { type Grading, gradeHonestly } from './grading.ts';
import type { Workspace } from './workspace.ts';

/** After so many completions others get their turn. */
const SLICE = 25;

/**
 * Where the grader contradicts the labels of a samples file. Undefined as long as the folds are not done: a
 * grader contradicts nothing that it has learnt from.
 */
export async function gradedFindings(
  { workspace, grading }: { readonly workspace: Workspace; readonly grading: Grading },
  uri: string,
): Promise<Finding[] | undefined> {
  const [file, state] = await Promise.all([workspace.samplesFile(uri), workspace.policyOfSamples(uri)]);
  const learnt = file && state ? await grading.learnt(state, uri, 0) : undefined;
  if (!file || !state || !learnt?.crossValidation) return undefined;
  const found: Finding[] = [];
  for (const [index, completion] of file.completions.entries()) {
    if (index % SLICE === 0) await nextTurn();
    if (!learnt.crossValidation.gradesOf(completion)) continue;
    found.push(...gradedOtherwise(file, state, completion, await gradeHonestly(learnt, completion)));
  }
  return withoutIgnored(file.source, withSeverities(found, state), new Set());
}

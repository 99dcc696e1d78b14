import { scoreCompletion } from '../../reward/score.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import { sampleGrader } from '../../workspace/sample-grades.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import type { GradingContext } from '../grades/graded.ts';

/** Of the completions that are expected in a class, how many the grader puts there. */
export interface Tally {
  readonly n: number;
  readonly right: number;
}

/** So many are graded before others have their turn: some milliseconds. */
const AT_ONCE = 20;

/**
 * Response type -> class -> tally, with the grades that the editor shows. Nothing is waited for and no call is made; what
 * has no grade yet is not counted, nor what no grader can grade that has not learnt from it.
 */
export async function gradedClasses(
  context: GradingContext,
  state: PolicyState,
): Promise<ReadonlyMap<string, ReadonlyMap<string, Tally>>> {
  const { workspace } = context;
  const { policy, logic: all } = state;
  const tallies = new Map<string, Map<string, Tally>>();
  let done = 0;
  for (const uri of await workspace.samplesOf(state)) {
    if (workspace.kindOf(uri) !== 'samples') continue;
    const gradesOf = sampleGrader(context, state, uri, 0);
    for (const completion of (await workspace.samplesFile(uri))?.completions ?? []) {
      const responseType = responseTypeOf(completion, policy);
      const logic = responseType === undefined ? undefined : all.responseType(responseType);
      const expected = expectedClassOf(completion, policy);
      if (!logic || expected === undefined) continue;
      const graded = await gradesOf(completion);
      if (!graded || graded.isExcluded) continue;
      const { predictedClass } = scoreCompletion({ policy, logic }, graded.grades);
      const ofType = tallies.get(logic.responseType) ?? new Map<string, Tally>();
      const { n, right } = ofType.get(expected) ?? { n: 0, right: 0 };
      ofType.set(expected, { n: n + 1, right: right + (predictedClass === expected ? 1 : 0) });
      tallies.set(logic.responseType, ofType);
      if (++done % AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return tallies;
}

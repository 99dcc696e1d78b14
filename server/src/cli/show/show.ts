import { thresholdsOf } from '../../reward/evaluate/evaluation.ts';
import type { GradedForEvaluation } from '../../reward/evaluate/items.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { gradedItem } from '../../tools/grading/result.ts';
import { inline } from '../../tools/quoted.ts';
import { type GradersOptions, gradeAll } from '../grade-all.ts';
import { lineFinder } from '../line-finder.ts';
import { allCompletions, openPolicy, openWeights, Unread } from '../load.ts';
import { EXIT, exitOf, note, printJson, UsageError } from '../output.ts';
import { type Shown, shownInWords } from './show-text.ts';

export type ShowOptions = GradersOptions & {
  readonly policy: string;
  readonly weights?: string;
  readonly id?: readonly string[];
  readonly disagreeing?: string;
  readonly format: 'text' | 'json';
};

/**
 * `rbr show`: completions in full, with what the grader says of them and why they are in their class. Which: those with
 * the ids asked for, or those in which a proposition is graded otherwise than labelled.
 */
export async function show(samples: readonly string[], options: ShowOptions): Promise<number> {
  const { id: ids = [], disagreeing, format } = options;
  if (ids.length === 0 && disagreeing === undefined)
    throw new UsageError('Which completions? Name some with --id, or a proposition with --disagreeing.');
  const { workspace, state } = await openPolicy(options.policy);
  if (disagreeing !== undefined && !state.policy.propositions.has(disagreeing))
    throw new UsageError(`The policy has no proposition "${inline(disagreeing)}".`);
  const unread = new Unread();
  const all = await allCompletions(samples, unread);
  const isAsked = ({ id, labels }: SampleCompletion) =>
    ids.includes(id) || (disagreeing !== undefined && labels[disagreeing] !== undefined);
  const asked = all.filter(isAsked);
  const unknown = ids.filter((id) => asked.every((each) => each.id !== id));
  for (const id of unknown) note(`there is no completion "${inline(id)}"`);
  if (asked.length === 0) throw new UsageError('None of the completions is there.');
  const weights = await openWeights(state, options.weights);
  // What a local grader learns may hang on all of them, as in `rbr evaluate`; a model is asked about these alone.
  const { graded, grader } = await gradeAll(
    workspace,
    state,
    options.grader === 'openai' ? asked : all,
    options,
    { weights },
  );
  const threshold = disagreeing === undefined ? 0.5 : (thresholdsOf(state.policy).get(disagreeing) ?? 0.5);
  const chosen = graded.filter(
    ({ completion, grades }) =>
      ids.includes(completion.id) || disagrees({ completion, grades }, disagreeing, threshold),
  );
  const lineOf = lineFinder(chosen.map(({ completion }) => completion.places.whole));
  const shown: Shown[] = [];
  for (const { completion, grades } of chosen) {
    const { heldOut: _, ...item } = gradedItem(state, weights, {
      completion,
      grades,
      summary: grader.summary,
      isExcluded: false,
    });
    const { file, line } = await lineOf(completion.places.whole);
    shown.push({
      ...item,
      id: completion.id,
      file,
      ...(line !== undefined && { line }),
      conversation: completion.conversation,
      text: completion.text,
    });
  }
  if (format === 'json') printJson({ completions: shown, unknown });
  else if (shown.length === 0)
    process.stdout.write(`${inline(disagreeing ?? '')}: graded as labelled everywhere\n`);
  else process.stdout.write(shownInWords(shown));
  return unknown.length > 0 ? EXIT.findings : exitOf({ missing: 0, unreadable: unread.count });
}

function disagrees(
  { completion, grades }: GradedForEvaluation,
  proposition: string | undefined,
  threshold: number,
): boolean {
  if (proposition === undefined) return false;
  const [p, label] = [grades[proposition]?.p ?? null, completion.labels[proposition]];
  return p !== null && label !== undefined && p >= threshold !== label;
}

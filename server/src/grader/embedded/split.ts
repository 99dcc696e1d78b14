import { fingerprint } from '../../policy/fingerprint.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { LearntFrom, Relation } from './learnt-from.ts';

/** What a model is kept from: all completions and examples with one of these prompts or one of these replies. */
export interface Split {
  readonly groups: ReadonlySet<string>;
  readonly replies: ReadonlySet<string>;
}

/** Whether a row with this content is kept from the model of a split. */
export function isHeldOut({ groups, replies }: Split, content: Relation): boolean {
  return content.groups.some((group) => groups.has(group)) || content.replies.some((key) => replies.has(key));
}

/** Whether the model of a split has learnt from nothing that a completion has to do with. */
export function covers({ groups, replies }: Split, { groups: prompts, replies: keys }: Relation): boolean {
  return prompts.every((group) => groups.has(group)) && keys.every((key) => replies.has(key));
}

/**
 * Deals the groups of prompts to folds in turn, in an order that is the same for every order of the samples. A fold is
 * also kept from every reply that it grades, to whatever prompt: one that stands under prompts of all folds is
 * learnt by none of them. `asked`: completions that will be graded beside the labelled ones.
 */
export function dealFolds(
  learntFrom: LearntFrom,
  asked: readonly SampleCompletion[],
  folds: number,
): readonly Split[] {
  const splits = Array.from({ length: folds }, () => ({
    groups: new Set<string>(),
    replies: new Set<string>(),
  }));
  const relations = [...learntFrom.labelled, ...asked].flatMap((each) => learntFrom.relationOf(each) ?? []);
  const labelled = relations.slice(0, learntFrom.labelled.length);
  // Those with labels first, so that what is asked does not change how they are dealt.
  const groups = [...sortedGroups(labelled), ...sortedGroups(relations)];
  [...new Set(groups)].forEach((group, index) => {
    splits[index % folds]?.groups.add(group);
  });
  const withoutPrompt: (readonly string[])[] = [];
  for (const { groups: own, replies } of relations) {
    const split = splits.find((each) => own.some((group) => each.groups.has(group)));
    if (split) for (const reply of replies) split.replies.add(reply);
    else withoutPrompt.push(replies);
  }
  // Of these the prompt was not learnt from, or there is none: each reply goes to a fold as a prompt does.
  const keys = [...new Set(withoutPrompt.map((replies) => [...replies].sort().join(' ')))].sort();
  keys.forEach((key, index) => {
    const replies = key.split(' ');
    if (splits.some((split) => covers(split, { groups: [], replies }))) return;
    for (const reply of replies) splits[index % folds]?.replies.add(reply);
  });
  return splits;
}

function sortedGroups(relations: readonly Relation[]): string[] {
  const groups = new Set(relations.flatMap((relation) => relation.groups));
  const keyed = [...groups].map((group) => ({ group, key: fingerprint(group) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ group }) => group);
}

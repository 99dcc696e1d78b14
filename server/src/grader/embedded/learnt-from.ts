import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { PromptGroups } from '../../samples/prompt-groups.ts';
import { replyKeysOf } from '../../samples/same-content.ts';
import { examplesOf } from './examples.ts';
import { labelledOf, learnableOf } from './lesson.ts';

/** What a text has in common with what was learnt from: nobody who lacks all of this has learnt from it. */
export interface Relation {
  /** Groups of prompts (see `PromptGroups`). */
  readonly groups: readonly string[];
  /** Keys of replies (see `replyKeysOf`). */
  readonly replies: readonly string[];
}

/**
 * What an embedded grader learns from, by content: the labelled completions and the policy's own examples. The one
 * place that decides whether a completion is held out: it is, if nothing was learnt from it, from its prompt or a
 * near-duplicate of that, or from the same reply to another prompt. Ids, files and the order of lines do not matter.
 */
export class LearntFrom {
  readonly prompts: PromptGroups;
  readonly labelled: readonly SampleCompletion[];
  readonly #groups = new Set<string>();
  readonly #replies = new Set<string>();
  readonly #relations = new WeakMap<SampleCompletion, Relation | undefined>();

  /** `asked`: what will be graded, as far as that is known; prompts that one of these connects are one group. */
  constructor(
    policy: Policy,
    completions: readonly SampleCompletion[],
    asked: readonly SampleCompletion[] = [],
  ) {
    this.labelled = labelledOf(policy, completions);
    const examples = learnableOf(policy).flatMap(examplesOf);
    this.prompts = new PromptGroups(
      [...this.labelled, ...examples, ...completions, ...asked].map(({ conversation }) => conversation),
    );
    const learn = ({ groups, replies }: Relation) => {
      for (const group of groups) this.#groups.add(group);
      for (const reply of replies) this.#replies.add(reply);
    };
    for (const completion of this.labelled) learn(this.#contentOf(completion));
    for (const { conversation, response } of examples)
      learn(this.#contentOf({ conversation, text: response }));
  }

  /** Undefined where the completion is held out from a grader that learns from all of this. */
  relationOf(completion: SampleCompletion): Relation | undefined {
    if (this.#relations.has(completion)) return this.#relations.get(completion);
    const { groups, replies } = this.#contentOf(completion);
    const learnt = {
      groups: groups.filter((group) => this.#groups.has(group)),
      replies: replies.filter((reply) => this.#replies.has(reply)),
    };
    const relation = learnt.groups.length + learnt.replies.length > 0 ? learnt : undefined;
    this.#relations.set(completion, relation);
    return relation;
  }

  /** Of an example of the policy. */
  relationOfExample({ conversation, response }: ReturnType<typeof examplesOf>[number]): Relation {
    return this.#contentOf({ conversation, text: response });
  }

  #contentOf(content: Pick<SampleCompletion, 'conversation' | 'text' | 'thought'>): Relation {
    return { groups: this.prompts.of(content.conversation), replies: replyKeysOf(content) };
  }
}

import type { Turn } from '../policy/model.ts';
import { NearDuplicates } from './near-duplicates.ts';
import { promptContentOf } from './same-content.ts';

/**
 * Prompts in groups, for splits and for intervals: those that ask the same (see `promptContentOf`) and those that are
 * near-duplicates of each other, directly or through others, are one group.
 */
export class PromptGroups {
  /** How many prompts are in a group only because they are nearly, not exactly, the same as another one. */
  readonly nearDuplicates: number;
  /** Two prompts of a group that are not the same, to be shown. */
  readonly example: readonly [readonly Turn[], readonly Turn[]] | undefined;
  readonly #near: NearDuplicates;
  /** Prompt key -> index of the prompt. */
  readonly #indexOf = new Map<string, number>();
  /** By index of the prompt: the key that its group goes by. */
  readonly #groupOf: readonly string[];

  constructor(conversations: Iterable<readonly Turn[]>) {
    const prompts: { key: string; words: ReadonlySet<string>; conversation: readonly Turn[] }[] = [];
    for (const conversation of conversations) {
      const { key, words } = promptContentOf(conversation);
      if (key === undefined || this.#indexOf.has(key)) continue;
      this.#indexOf.set(key, prompts.length);
      prompts.push({ key, words, conversation });
    }
    this.#near = new NearDuplicates(prompts.map(({ words }) => words));
    const sets = new DisjointSets(prompts.length);
    const near = new Set<number>();
    let example: [readonly Turn[], readonly Turn[]] | undefined;
    for (const [one, other] of this.#near.pairs()) {
      sets.join(one, other);
      near.add(one).add(other);
      example ??= [prompts[one]?.conversation ?? [], prompts[other]?.conversation ?? []];
    }
    this.nearDuplicates = near.size;
    this.example = example;
    // The least key of a group names it, so that the order of the prompts does not matter.
    const names = new Map<number, string>();
    prompts.forEach(({ key }, index) => {
      const root = sets.rootOf(index);
      const name = names.get(root);
      if (name === undefined || key < name) names.set(root, key);
    });
    this.#groupOf = prompts.map((_, index) => names.get(sets.rootOf(index)) as string);
  }

  /**
   * The groups that a prompt belongs to: one at most for a prompt of the collection, for another one those in which
   * there is the same prompt or a near-duplicate. None for an empty prompt.
   */
  of(conversation: readonly Turn[]): readonly string[] {
    const { key, words } = promptContentOf(conversation);
    if (key === undefined) return [];
    const same = this.#indexOf.get(key);
    if (same !== undefined) return [this.#groupOf[same] as string];
    return [...new Set(this.#near.of(words).map((index) => this.#groupOf[index] as string))];
  }
}

/** Union by the lesser index, with path halving. */
class DisjointSets {
  readonly #parents: Int32Array;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, index) => index);
  }

  rootOf(index: number): number {
    let at = index;
    while (this.#parents[at] !== at) {
      this.#parents[at] = this.#parents[this.#parents[at] as number] as number;
      at = this.#parents[at] as number;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    this.#parents[Math.max(one, other)] = Math.min(one, other);
  }
}

/**
 * By which completions hang together in intervals and splits, in their order: the group of the prompt, or, without a
 * prompt, the completion's own id.
 */
export function clusterIdsOf(
  completions: readonly { readonly id: string; readonly conversation: readonly Turn[] }[],
): string[] {
  const groups = new PromptGroups(completions.map(({ conversation }) => conversation));
  return completions.map(({ id, conversation }) => groups.of(conversation)[0] ?? `completion ${id}`);
}

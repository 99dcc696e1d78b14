import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../policy/model.ts';
import { NEAR_DUPLICATE, NearDuplicates } from './near-duplicates.ts';
import { clusterIdsOf, PromptGroups } from './prompt-groups.ts';

const asking = (content: string): readonly Turn[] => [{ role: 'user', content }];

/** The definition, pair by pair. */
function weightedJaccard(
  prompts: readonly ReadonlySet<string>[],
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
) {
  const weight = (word: string) => {
    const frequency = prompts.filter((each) => each.has(word)).length;
    return Math.log((Math.max(10, prompts.length) + 1) / Math.max(1, frequency));
  };
  const sum = (words: Iterable<string>) => [...words].reduce((total, word) => total + weight(word), 0);
  return sum([...a].filter((word) => b.has(word))) / sum(new Set([...a, ...b]));
}

describe('near-duplicates', () => {
  it('are exactly the pairs whose weighted Jaccard index reaches the threshold', () => {
    const word = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    const base = fc.uniqueArray(word, { minLength: 1, maxLength: 18 });
    // With one word more or less, so that many are near each other.
    const prompts = fc
      .array(fc.tuple(base, fc.array(fc.option(word, { nil: '' }), { maxLength: 3 })), {
        minLength: 1,
        maxLength: 8,
      })
      .map((all) =>
        all.flatMap(([words, more]) => [new Set(words), ...more.map((w) => new Set([...words.slice(1), w]))]),
      );
    fc.assert(
      fc.property(prompts, (sets) => {
        const found = new Set([...new NearDuplicates(sets).pairs()].map(([a, b]) => `${a} ${b}`));
        sets.forEach((a, one) => {
          sets.forEach((b, other) => {
            if (other <= one) return;
            const index = weightedJaccard(sets, a, b);
            // Sums in another order differ in their last digits.
            if (Math.abs(index - NEAR_DUPLICATE) < 1e-9) return;
            expect(found.has(`${one} ${other}`)).toBe(index >= NEAR_DUPLICATE);
          });
        });
      }),
    );
  });
});

const PREAMBLE =
  'You are helpful and answer the question below as well as you can without making anything up at all:';
const QUESTIONS = [
  'How tall is the Eiffel tower?',
  'Why do cats purr at night?',
  'Which metals melt below zero?',
  'Who wrote the oldest cookbook?',
  'When did rye reach Finland?',
  'What makes bridges sing?',
  'Where do eels spawn?',
  'How are bells tuned?',
  'Can moss feel gravity?',
  'Do whales have dialects?',
  'Is glass a slow liquid?',
  'Are tomatoes berries?',
];

describe('groups of prompts', () => {
  it('join what is the same and what is nearly the same, however it was reached, and nothing else', () => {
    const one = 'How long does the blue paint of a wooden garden fence last under heavy rain in Norway?';
    const groups = new PromptGroups([
      ...QUESTIONS.map(asking),
      asking(one),
      asking(one.toUpperCase()),
      asking(`${one} Please!`),
      asking(`Tell me: ${one} Please!`),
    ]);
    const names = [one, `${one}  `, `${one} Please!`, `Tell me: ${one} please`].map((each) =>
      groups.of(asking(each)),
    );
    expect(new Set(names.map((each) => each.join())).size).toBe(1);
    expect(groups.nearDuplicates).toBe(3);
    expect(groups.example).toBeDefined();
    expect(new Set(QUESTIONS.map((each) => groups.of(asking(each))[0])).size).toBe(QUESTIONS.length);
    expect(groups.of(asking('Has anybody seen my keys lately?'))).toEqual([]);
    expect(groups.of([])).toEqual([]);
  });

  it('go by what sets prompts apart, not by what all of them begin with', () => {
    const prompts = QUESTIONS.map((each) => asking(`${PREAMBLE} ${each}`));
    const groups = new PromptGroups(prompts);
    expect(new Set(prompts.map((each) => groups.of(each)[0])).size).toBe(QUESTIONS.length);
    expect(groups.nearDuplicates).toBe(0);
  });

  it('do not depend on the order of the prompts', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(QUESTIONS, { minLength: QUESTIONS.length }), (shuffled) => {
        const [a, b] = [new PromptGroups(QUESTIONS.map(asking)), new PromptGroups(shuffled.map(asking))];
        for (const each of QUESTIONS) expect(b.of(asking(each))).toEqual(a.of(asking(each)));
      }),
    );
  });

  it('are clusters of completions; one without a prompt is a cluster of its own', () => {
    const ids = clusterIdsOf([
      { id: 'a', conversation: asking('Hello you') },
      { id: 'b', conversation: asking('hello, you ') },
      { id: 'c', conversation: [] },
      { id: 'd', conversation: [] },
    ]);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
  });
});

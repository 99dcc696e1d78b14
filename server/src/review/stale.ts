import type { Policy, Proposition } from '../policy/model.ts';

/** A proposition that is asked about in other words: grades and accuracies from before say little of it now. */
export interface StaleProposition {
  readonly name: string;
  readonly because: readonly ('template' | 'prompt' | 'paraphrases' | 'examples' | 'check' | 'cues')[];
}

/** The propositions of both policies whose question has changed, in the new policy's order. */
export function stalePropositions(before: Policy, after: Policy): StaleProposition[] {
  const template = before.promptTemplate?.text !== after.promptTemplate?.text;
  return [...after.propositions.values()].flatMap((now) => {
    const was = before.propositions.get(now.name.text);
    if (!was) return [];
    const because = [
      // A check asks nobody.
      ...(template && !now.check ? (['template'] as const) : []),
      ...PARTS.filter((part) => written(was[part]) !== written(now[part])),
    ];
    return because.length > 0 ? [{ name: now.name.text, because }] : [];
  });
}

const PARTS = [
  'prompt',
  'paraphrases',
  'examples',
  'check',
  'cues',
] as const satisfies readonly (keyof Proposition)[];

/** What is written, wherever it stands. */
function written(part: unknown): string {
  return JSON.stringify(part, (key, value) => (key === 'place' ? undefined : value)) ?? '';
}

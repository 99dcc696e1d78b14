import type { FitData } from './fit-data.ts';

/** All ordered pairs of completions of one prompt, prompt after prompt, as indexes of rows. */
export interface Pairs {
  readonly count: number;
  readonly better: Int32Array;
  readonly worse: Int32Array;
  /** What w · (better - worse) must reach: the margin plus the worse one's lead in base reward. */
  readonly targets: Float64Array;
  /** Pairs of prompt i: from `promptStarts[i]` up to, and without, `promptStarts[i + 1]`. */
  readonly promptStarts: Int32Array;
}

/**
 * Grouped by prompt, so that the work grows with the pairs and not with the square of the rows. The margin
 * of a pair is the larger one of those that its two labels ask for, `margin` where neither does.
 */
export function orderedPairs(data: FitData, margin: number): Pairs {
  const { promptStarts, ranks, tiers, baseRewards } = data;
  const prompts = promptStarts.length - 1;
  const starts = new Int32Array(prompts + 1);
  const eachPair = (visit: (a: number, b: number) => void, prompt: number): void => {
    const end = promptStarts[prompt + 1] as number;
    for (let a = promptStarts[prompt] as number; a < end; a++) {
      for (let b = promptStarts[prompt] as number; b < end; b++) {
        if ((ranks[a] as number) < (ranks[b] as number) && tiers[a] === tiers[b]) visit(a, b);
      }
    }
  };
  let count = 0;
  for (let prompt = 0; prompt < prompts; prompt++) {
    eachPair(() => count++, prompt);
    starts[prompt + 1] = count;
  }
  const better = new Int32Array(count);
  const worse = new Int32Array(count);
  const targets = new Float64Array(count);
  let pair = 0;
  for (let prompt = 0; prompt < prompts; prompt++) {
    eachPair((a, b) => {
      better[pair] = a;
      worse[pair] = b;
      targets[pair++] =
        marginOf(data, a, b, margin) + (baseRewards[b] as number) - (baseRewards[a] as number);
    }, prompt);
  }
  return { count, better, worse, targets, promptStarts: starts };
}

function marginOf({ margins }: FitData, better: number, worse: number, margin: number): number {
  const a = margins[better] as number;
  const b = margins[worse] as number;
  return Number.isNaN(a) ? (Number.isNaN(b) ? margin : b) : Number.isNaN(b) ? a : Math.max(a, b);
}

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

/** The margin of a pair, from those that its two labels ask for; undefined where a label asks for none. */
export type MarginRule = (better: number | undefined, worse: number | undefined) => number;

/** The larger one of those that the two labels ask for; `margin` where neither does. */
export function largerMargin(margin: number): MarginRule {
  return (better, worse) =>
    better === undefined ? (worse ?? margin) : worse === undefined ? better : Math.max(better, worse);
}

/**
 * As the paper's released fitter has it (`get_orderings` and `get_loss` of rbr_weight_fitter.py): what the better label
 * asks for, 1 where it asks for none, times `margin`. The release also cuts a label's margin to a whole number, since it
 * keeps pairs and margins in one tensor of integers: that is not repeated here.
 */
export function releasedMargin(margin: number): MarginRule {
  return (better = 1) => better * margin;
}

/**
 * Grouped by prompt, so that the work grows with the pairs and not with the square of the rows. `margin`: the rule of the
 * margins; a number stands for `largerMargin`.
 */
export function orderedPairs(data: FitData, margin: number | MarginRule): Pairs {
  const marginOf = typeof margin === 'number' ? largerMargin(margin) : margin;
  const asked = (row: number): number | undefined => {
    const own = data.margins[row] as number;
    return Number.isNaN(own) ? undefined : own;
  };
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
        marginOf(asked(a), asked(b)) + (baseRewards[b] as number) - (baseRewards[a] as number);
    }, prompt);
  }
  return { count, better, worse, targets, promptStarts: starts };
}

import type { ExpectedExtreme, ExpectedRewards, RateChoice } from './expected-rewards.ts';

/** The least expected margin of two classes over all rates from 0 up to those that are stated. */
export interface AnyRatesMargin {
  /** It is no less than this. */
  readonly margin: number;
  /** And no more: some rates have this margin. Equal to `margin` where the search came to its end. */
  readonly atMost: number;
  /** At the rates that have it. */
  readonly up: ExpectedExtreme;
  readonly down: ExpectedExtreme;
}

/** States that all searches together may look at: about a second. */
const WORK_LIMIT = 3_000_000;
/** Less than this is rounding. */
const ROUNDING = 1e-10;

/** Rates that are decided, of grades of completions of which a proposition is true or false; any other is open. */
type Decided = ReadonlyMap<string, 'none' | 'stated'>;

interface Open {
  readonly decided: Decided;
  readonly up: ExpectedExtreme;
  readonly down: ExpectedExtreme;
  readonly bound: number;
}

/**
 * A completion's expected reward is linear in each rate, and so is the difference of two; it is therefore least where each rate
 * is 0 or the most it may be. Both completions are graded at the same rates. Were each to meet the rates that are worst for
 * it, the margin could only be less, so that is a bound; where the two agree on the rates that they share, it is the
 * margin itself. Where they do not, one such rate is decided either way (branch and bound, the least bound first).
 * Undefined where one of the classes can never hold.
 */
export function marginAtAnyRates(
  rewards: ExpectedRewards,
  weights: Float64Array,
  better: string,
  worse: string,
  limit = WORK_LIMIT,
): AnyRatesMargin | undefined {
  let work = 0;
  const look = (decided: Decided): Open | undefined => {
    const rates: RateChoice = (level, isTrue) => decided.get(keyOf(level, isTrue)) ?? 'upTo';
    const up = rewards.extreme({ className: better, end: 'least', constrained: true, rates }, weights);
    const down = rewards.extreme({ className: worse, end: 'greatest', constrained: true, rates }, weights);
    work += (up?.work ?? 0) + (down?.work ?? 0);
    return up && down && { decided, up, down, bound: up.bound - down.bound };
  };
  const root = look(new Map());
  if (!root) return undefined;
  const open = [root];
  let best: Open | undefined;
  let atMost = Number.POSITIVE_INFINITY;
  for (;;) {
    const at = takeLeast(open);
    if (!at || at.bound >= atMost - ROUNDING) break;
    const apart = disagreement(rewards, weights, at);
    // Some rates that the two can share, and what the margin is no more than at these.
    const shared = apart === undefined ? at : undefined;
    if (shared) {
      const margin = shared.up.reward - shared.down.reward;
      if (margin < atMost) [best, atMost] = [shared, margin];
      if (margin - at.bound > ROUNDING) return { margin: at.bound, atMost, up: shared.up, down: shared.down };
      break;
    }
    if (work >= limit) {
      const stated = best ?? (look(allStated(rewards)) as Open);
      return {
        margin: at.bound,
        atMost: Math.min(atMost, stated.up.reward - stated.down.reward),
        up: stated.up,
        down: stated.down,
      };
    }
    for (const rate of ['stated', 'none'] as const) {
      const next = look(new Map([...at.decided, [apart as string, rate]]));
      if (next) open.push(next);
    }
  }
  const { up, down } = best as Open;
  return { margin: atMost, atMost, up, down };
}

function keyOf(level: number, isTrue: boolean): string {
  return `${level} ${isTrue}`;
}

function allStated({ graph }: ExpectedRewards): Decided {
  return new Map(
    graph.propositions.flatMap((_, level) =>
      [true, false].map((isTrue) => [keyOf(level, isTrue), 'stated'] as const),
    ),
  );
}

function takeLeast(open: Open[]): Open | undefined {
  let least = 0;
  open.forEach(({ bound }, index) => {
    if (bound < (open[least] as Open).bound) least = index;
  });
  return open.splice(least, 1)[0];
}

/** Of the rates that both completions meet and would have otherwise, the one that matters most. */
function disagreement(
  rewards: ExpectedRewards,
  weights: Float64Array,
  { up, down }: Open,
): string | undefined {
  let most = -1;
  let found: string | undefined;
  const slopes = [up, down].map(({ saysYes }) => rewards.slopesAt(saysYes, weights));
  rewards.graph.propositions.forEach((name, level) => {
    const isTrue = up.witness[name] === true;
    const apart = (up.saysYes[level] as number) - (down.saysYes[level] as number);
    if (isTrue !== (down.witness[name] === true) || apart === 0) return;
    const effect = slopes.reduce((sum, each) => sum + Math.abs((each[level] as number) * apart), 0);
    if (effect > most) {
      most = effect;
      found = keyOf(level, isTrue);
    }
  });
  return found;
}

import * as l10n from '@vscode/l10n';
import type { Policy } from '../../policy/model.ts';
import { finiteInterval, intervalInWords } from './margin-interval.ts';
import type { OrderProof } from './order-proof.ts';
import type { Asked, Extreme, Rewards, Unseen } from './rewards.ts';

/** The completions of two classes that come nearest to being the wrong way round, as far as is known. */
export interface Closest {
  /** What was found of them; not there where one of the classes was given up on. */
  readonly found?: { readonly up: Extreme; readonly down: Extreme };
  /** The cost puts the worse one first, whatever the rewards are. */
  readonly byCost?: true;
  /** The least reward of the better class minus the greatest of the worse is between these; equal where it is known. */
  readonly low: number;
  readonly high: number;
  readonly bySearch: boolean;
}

/** The extreme of a class's completions of one kind: of all of them, or of the safe ones and the unsafe ones apart. */
interface Part {
  readonly tier: number;
  readonly extreme: Extreme | Unseen;
}

type Kind = Pick<Asked, 'className' | 'constrained' | 'isUnsafe'>;

/** Less than this is rounding. */
const LEAST_MARGIN = 1e-9;

/** Compares classes by the rewards that their completions can get, under weights. */
export class Prover {
  readonly #policy: Policy;
  readonly #rewards: Rewards;
  readonly #weights: Float64Array;
  readonly #known = new Map<string, readonly Part[]>();
  readonly #unconstrained = new Map<string, number>();
  readonly #leastMargin: number;

  constructor(policy: Policy, rewards: Rewards, weights: Float64Array) {
    this.#policy = policy;
    this.#rewards = rewards;
    this.#weights = weights;
    const sum = weights.reduce((total, weight) => total + Math.abs(weight), 0);
    this.#leastMargin = Math.max(LEAST_MARGIN, weights.length * Number.EPSILON * sum);
  }

  prove(better: string, worse: string): OrderProof {
    const pair = { better, worse };
    const unproven = (reason: string): OrderProof => ({ ...pair, proven: false, margin: null, reason });
    const missing = [better, worse].find((name) => !this.#rewards.has(name));
    if (missing !== undefined) return unproven(l10n.t('"{0}" cannot be read in full', missing));
    if (this.#policy.features.classProbability === 'product' && this.#rewards.overlaps !== false)
      return unproven(
        this.#rewards.overlaps
          ? l10n.t('classes overlap, and the product rule shares their probability among them')
          : l10n.t(
              'whether classes overlap was not decided within the limit, and the product rule needs to know',
            ),
      );
    const closest = this.closest(better, worse);
    if (closest === 'vacuous') return { ...pair, proven: true, margin: null, vacuous: true };
    if (closest === 'by-cost') return { ...pair, proven: true, margin: null };
    const { found, byCost, low, high, bySearch } = closest;
    const known = {
      ...pair,
      margin: !byCost && low === high ? low : null,
      ...(!byCost && low !== high && { marginBetween: finiteInterval(low, high) }),
    };
    const decided = { ...known, decidedBy: bySearch ? ('search' as const) : ('diagram' as const) };
    if (!byCost && low > this.#leastMargin) return { ...decided, proven: true };
    if (!found || high > this.#leastMargin) return { ...known, proven: false, reason: openReason(low, high) };
    const { up, down } = found;
    const counterexample = {
      better: up.witness,
      worse: down.witness,
      rewards: [up.reward, down.reward] as const,
      ...(byCost && { byCost }),
    };
    return { ...decided, proven: false, counterexample };
  }

  /** 'vacuous': one of the classes can never hold. 'by-cost': nothing of the worse class has as low a cost. */
  closest(better: string, worse: string): Closest | 'vacuous' | 'by-cost' {
    const [ups, downs] = [this.#parts(better, 'least'), this.#parts(worse, 'greatest')];
    if (ups.length === 0 || downs.length === 0) return 'vacuous';
    let low = Number.POSITIVE_INFINITY;
    let high = Number.POSITIVE_INFINITY;
    let found: Closest['found'];
    let isCompared = false;
    let bySearch = false;
    for (const up of ups) {
      for (const down of downs) {
        if (up.tier < down.tier) continue;
        isCompared = true;
        const [a, b] = [up.extreme, down.extreme];
        bySearch ||= a.bySearch === true || b.bySearch === true;
        const nearest = isSeen(a) && isSeen(b) ? { up: a, down: b } : undefined;
        if (up.tier > down.tier) {
          const [none, byCost] = [Number.NEGATIVE_INFINITY, true] as const;
          if (nearest) return { found: nearest, byCost, low: none, high: none, bySearch };
          low = none;
          continue;
        }
        low = Math.min(low, boundOf(a) - boundOf(b));
        const margin = nearest ? nearest.up.reward - nearest.down.reward : high;
        if (margin >= high) continue;
        high = margin;
        found = nearest;
      }
    }
    return isCompared ? { ...(found && { found }), low, high, bySearch } : 'by-cost';
  }

  /** Looks further for what is not known of a pair, within a share of the limit; false where nothing more can be done. */
  searchOn(better: string, worse: string, share = 1): boolean {
    const moved = [this.#searchOn(better, 'least', share), this.#searchOn(worse, 'greatest', share)];
    return moved.includes(true);
  }

  #searchOn(className: string, end: Asked['end'], share: number): boolean {
    const moved = this.#kinds(className).map(
      (kind) => this.#rewards.searchOn?.({ ...kind, end }, this.#weights, share) === true,
    );
    this.#known.delete(`${end} ${className}`);
    return moved.includes(true);
  }

  #kinds(className: string): readonly Kind[] {
    const of = { className, constrained: true };
    if (this.#policy.reward.combination === 'sum') return [of];
    return [
      { ...of, isUnsafe: false },
      { ...of, isUnsafe: true },
    ];
  }

  #parts(className: string, end: Asked['end']): readonly Part[] {
    const key = `${end} ${className}`;
    let parts = this.#known.get(key);
    if (!parts) {
      const { combination, costLimit } = this.#policy.reward;
      parts = this.#kinds(className).flatMap((kind) => {
        const extreme = this.#rewards.extreme({ ...kind, end }, this.#weights);
        const tier = combination === 'cost' && kind.isUnsafe ? Math.max(0, 1 - costLimit) : 0;
        return extreme ? [{ tier, extreme }] : [];
      });
      this.#known.set(key, parts);
    }
    return parts;
  }

  /**
   * With exact class probabilities the reward is linear in each proposition's probability, so it is the mean of the
   * rewards of the combinations, drawn independently. A completion that is in a class with probability q or more gets at
   * least q times the least of the class and (1 - q) times the least of all; constraints, which independent draws
   * may break, are left out of these. The least such q for which the order is proven; undefined where there is none.
   */
  gradedFrom(better: string, worse: string, share = 1): number | undefined {
    const { features, reward } = this.#policy;
    if (features.classProbability !== 'exact' || reward.combination !== 'sum') return undefined;
    const graded = (end: Asked['end'], className?: string) => this.#graded(end, className, share);
    const lead = graded('least', better) - graded('greatest', worse);
    if (!(lead > this.#leastMargin)) return undefined;
    const range = graded('greatest') - graded('least');
    const from = range / (range + lead);
    return Number.isFinite(from) ? from : undefined;
  }

  /** An extreme reward without constraints, or what it does not pass; NaN where there is no such combination. */
  #graded(end: Asked['end'], className: string | undefined, share: number): number {
    const key = `${end} ${className}`;
    let bound = this.#unconstrained.get(key);
    if (bound === undefined) {
      const asked = { end, constrained: false, ...(className !== undefined && { className }) };
      while (this.#rewards.searchOn?.(asked, this.#weights, share));
      const found = this.#rewards.extreme(asked, this.#weights);
      bound = found ? boundOf(found) : Number.NaN;
      this.#unconstrained.set(key, bound);
    }
    return bound;
  }
}

function isSeen(found: Extreme | Unseen): found is Extreme {
  return found.reward !== undefined;
}

function boundOf(found: Extreme | Unseen): number {
  return isSeen(found) ? (found.bound ?? found.reward) : found.bound;
}

function openReason(low: number, high: number): string {
  return l10n.t('not decided within the limit of the proof, {0}', intervalInWords(low, high));
}

import * as l10n from '@vscode/l10n';
import type { PolicyLogic } from '../../logic/classes.ts';
import { NodeLimitError } from '../../logic/diagram.ts';
import type { ResponseTypeLogic } from '../../logic/response-type.ts';
import { inList } from '../../policy/lists.ts';
import type { Policy } from '../../policy/model.ts';
import { weightsInOrder } from '../prove/prove.ts';
import type { FittedWeights, Weights } from '../weights.ts';
import { marginAtAnyRates } from './any-rates.ts';
import { ClassGraph } from './class-graph.ts';
import { type GraderErrors, ratesRead, unknownRates, upperRates } from './error-rates.ts';
import { ExpectedProver, whyNotExpected } from './expected-proof.ts';
import { ExpectedRewards } from './expected-rewards.ts';
import { type Gain, gains } from './gains.ts';
import { inseparable } from './inseparable.ts';
import { Reversals } from './reversal.ts';

/** What holds of the order of two classes where grades are wrong. */
export interface RobustPair {
  readonly better: string;
  readonly worse: string;
  readonly expected: ExpectedOrder;
  /**
   * The largest probability that a completion of the worse class is paid more than one of the better, their grades wrong
   * independently at the rates of answers. From above where `reversalAtLeast` is there. Null where it is not known.
   */
  readonly reversal: number | null;
  readonly reversalAtLeast?: number;
  /** So many wrong grades, in two completions together, make one of each class look alike. Null where none ever do. */
  readonly inseparableAt: number | null;
  /** The propositions that these grades are of. */
  readonly inseparableBy?: readonly string[];
  /** What fewer errors of each proposition are worth to the expected margin, the most worthwhile first. */
  readonly improve: readonly Gain[];
}

export interface ExpectedOrder {
  /**
   * The least expected reward of the better class less the greatest of the worse: at the rates that are stated, each at
   * its upper bound; over all rates up to these where one of them is not known. Null where there is nothing to compare,
   * or where nothing is known.
   */
  readonly margin: number | null;
  /** Whether it is above 0; true also where one of the classes can never hold. */
  readonly proven: boolean;
  /**
   * The least margin over all rates from 0 up to those that are stated, or what it is no less than. It may be below
   * `margin`: fewer errors can bring two classes nearer to each other.
   */
  readonly anyRates: number | null;
  /** Where that search was cut short: it lies between `anyRates` and this. */
  readonly anyRatesAtMost?: number;
  /** Where the search was cut short: the margin lies between `margin` and this. */
  readonly atMost?: number;
  readonly vacuous?: true;
  readonly reason?: string;
}

/** Of one response type. */
export interface RobustProof {
  readonly pairs: readonly RobustPair[];
  /** What the proof needs and no label tells: completions with this label are to be labelled first. */
  readonly unknown: readonly { readonly proposition: string; readonly label: boolean }[];
}

/** Less than this is rounding. */
const LEAST_MARGIN = 1e-9;

/** Response type -> what holds of its pairs of classes. Response types without weights are not there. */
export function proveRobustly(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights,
  errors: GraderErrors,
): ReadonlyMap<string, RobustProof> {
  return new Map(
    logic.responseTypes.flatMap((responseType) => {
      const compiled = logic.responseType(responseType);
      const fitted = weights.responseTypes[responseType];
      return compiled && fitted
        ? [[responseType, proveTypeRobustly(policy, compiled, fitted, errors)] as const]
        : [];
    }),
  );
}

export function proveTypeRobustly(
  policy: Policy,
  logic: ResponseTypeLogic,
  fitted: Pick<FittedWeights, 'weights'>,
  errors: GraderErrors,
): RobustProof {
  const ordered = policy.classOrder
    .map(({ text }) => text)
    .filter((name) => policy.classes.get(name)?.byResponseType.has(logic.responseType));
  const pairs = ordered.flatMap((better, index) =>
    ordered.slice(index + 1).map((worse) => ({ better, worse })),
  );
  const open = (reason: string): RobustProof => ({
    pairs: pairs.map((pair) => notKnown(pair, reason)),
    unknown: [],
  });
  try {
    const graph = new ClassGraph(policy, logic);
    const strange = Object.keys(fitted.weights).filter(
      (name) => fitted.weights[name] !== 0 && !graph.features.some((feature) => feature.name === name),
    );
    if (strange.length > 0)
      return open(l10n.t('the weights have features that the policy does not have: {0}', inList(strange)));
    const prover = new RobustProver(policy, logic, graph, fitted, errors);
    return {
      pairs: pairs.map((pair) => prover.prove(pair)),
      unknown: unknownRates(errors, graph.propositions),
    };
  } catch (error) {
    if (error instanceof NodeLimitError)
      return open(l10n.t('the classes do not fit into a decision diagram'));
    throw error;
  }
}

type Pair = Pick<RobustPair, 'better' | 'worse'>;

function notKnown(pair: Pair, reason: string): RobustPair {
  return {
    ...pair,
    expected: { margin: null, proven: false, anyRates: null, reason },
    reversal: null,
    inseparableAt: null,
    improve: [],
  };
}

class RobustProver {
  readonly #policy: Policy;
  readonly #graph: ClassGraph;
  readonly #weights: Float64Array;
  readonly #rewards: ExpectedRewards;
  readonly #prover: ExpectedProver;
  readonly #reversals: Reversals;
  readonly #certain: ReadonlySet<string>;
  readonly #isUnknown: boolean;

  constructor(
    policy: Policy,
    logic: ResponseTypeLogic,
    graph: ClassGraph,
    fitted: Pick<FittedWeights, 'weights'>,
    errors: GraderErrors,
  ) {
    this.#policy = policy;
    this.#graph = graph;
    this.#weights = weightsInOrder(graph, fitted);
    const read = ratesRead(policy);
    this.#rewards = new ExpectedRewards(policy, logic, upperRates(errors, read), { graph });
    this.#prover = new ExpectedProver(this.#rewards, this.#weights);
    // What is paid for one grading is a matter of answers; only the mean is one of probabilities.
    const answers =
      read === 'answers'
        ? this.#rewards
        : new ExpectedRewards(policy, logic, upperRates(errors, 'answers'), { graph });
    this.#reversals = new Reversals(policy, answers, this.#weights);
    this.#certain = new Set(graph.propositions.filter((name) => errors.propositions.get(name)?.isCheck));
    this.#isUnknown = unknownRates(errors, graph.propositions).length > 0;
  }

  prove(pair: Pair): RobustPair {
    const { better, worse } = pair;
    const missing = [better, worse].find((name) => !this.#graph.has(name));
    if (missing !== undefined) return notKnown(pair, l10n.t('"{0}" cannot be read in full', missing));
    const near = inseparable(this.#graph, better, worse, this.#certain);
    const reversal = this.#isUnknown ? undefined : this.#reversals.between(better, worse);
    const [expected, improve] = this.#expected(better, worse);
    return {
      ...pair,
      expected,
      reversal: reversal?.[1] ?? null,
      ...(reversal && reversal[0] < reversal[1] && { reversalAtLeast: reversal[0] }),
      inseparableAt: near?.wrongGrades ?? null,
      ...(near && near.propositions.length > 0 && { inseparableBy: near.propositions }),
      improve,
    };
  }

  #expected(better: string, worse: string): [ExpectedOrder, Gain[]] {
    const reason = whyNotExpected(this.#policy);
    if (reason !== undefined) return [{ margin: null, proven: false, anyRates: null, reason }, []];
    const overAll = marginAtAnyRates(this.#rewards, this.#weights, better, worse);
    // At a rate that is not known anything up to always may be so, which is not the worst that may be.
    const closest = this.#isUnknown ? overAll : this.#prover.closest(better, worse);
    if (!overAll || !closest || closest === 'vacuous')
      return [{ margin: null, proven: true, anyRates: null, vacuous: true }, []];
    const { up, down, margin, atMost } = closest;
    return [
      {
        margin,
        proven: margin > LEAST_MARGIN,
        anyRates: overAll.margin,
        ...(overAll.atMost > overAll.margin + LEAST_MARGIN && { anyRatesAtMost: overAll.atMost }),
        ...(atMost > margin + LEAST_MARGIN && { atMost }),
      },
      gains(this.#rewards, this.#weights, up, down),
    ];
  }
}

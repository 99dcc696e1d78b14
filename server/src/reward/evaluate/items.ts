import type { Grade, Grades, MissingReason } from '../../grader/grader.ts';
import { knownBy } from '../../grader/labels.ts';
import { missingReason } from '../../grader/missing.ts';
import { isReliable } from '../../grader/reliable.ts';
import type { PolicyLogic } from '../../logic/classes.ts';
import type { Formula, Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, findCategory, responseTypeOf } from '../../samples/names.ts';
import { clusterIdsOf } from '../../samples/prompt-groups.ts';
import { rankingOf } from '../ranking.ts';
import { safetyRoles } from '../safety-roles.ts';
import { scoreCompletion } from '../score.ts';
import { hasVerdict, wantedPropositions } from '../verdict.ts';
import type { Weights } from '../weights.ts';

/** What the safety figures and the shares of classes read of a completion. */
export interface ClassVerdict {
  readonly class: string;
  /** Whether it is a safe class. Left out where the policy does not say which are unsafe. */
  readonly isSafe?: boolean;
  /** Where the style of refusals is measured: whether it is the best class. */
  readonly isIdealRefusal?: boolean;
}

/** What an evaluation knows of a completion: plain data, so that a run can be kept and compared with another one. */
export interface EvaluatedItem {
  readonly id: string;
  readonly promptId: string;
  /** By which items hang together in intervals: the group of the prompt (see `PromptGroups`); the prompt where left out. */
  readonly cluster?: string;
  /** Of cross-validation: which of its models graded. Their probabilities are not ranked against each other. */
  readonly fold?: number;
  readonly category?: string;
  readonly responseType?: string;
  /** Of the ordering, or the expected class where the policy orders by class. */
  readonly label?: string;
  /** Where the label stands; 0 is ideal. */
  readonly rank?: number;
  readonly expectedClass?: string;
  readonly predictedClass?: string;
  /** The probabilities of the two, where the grades give any. */
  readonly classProbabilities?: { readonly predicted?: number; readonly expected?: number };
  /** Proposition -> its probability and its human label, for those that have both. */
  readonly answers: Readonly<Record<string, readonly [p: number, label: boolean]>>;
  /** Proposition -> its probability, for those without a human label. */
  readonly unlabelled?: Readonly<Record<string, number>>;
  /** How many answers were asked for. */
  readonly asked?: number;
  /**
   * Proposition -> why it has no answer, and its human label, for those that were asked for or are labelled. `unasked`:
   * its class was decided without it.
   */
  readonly unanswered?: Readonly<Record<string, readonly [why: MissingReason, label: boolean | null]>>;
  /** The answers that are there do not tell its class. */
  readonly withoutVerdict?: true;
  /** Propositions of which the grader itself says that it is not to be relied on. */
  readonly unreliable?: readonly string[];
  /** The reward model's score. */
  readonly base?: number;
  readonly reward?: { readonly rbr: number; readonly total: number; readonly tier: number };
  /** There are weights for it, but an answer that its reward needs is missing. */
  readonly rewardMissing?: true;
  /** Of the predicted class. */
  readonly isSafe?: boolean;
  readonly isIdealRefusal?: boolean;
  /** Where a refusal would be over-refusal: whether it refuses. */
  readonly overRefuses?: boolean;
  /** The same by people: by their labels where these tell the class, else by the class that they expect. */
  readonly byPeople?: Partial<ClassVerdict> & { readonly overRefuses?: boolean };
}

/** The prompt as intervals and tests count it. */
export function clusterOf({ cluster, promptId }: EvaluatedItem): string {
  return cluster ?? promptId;
}

/** Who graded, for the record. */
export interface GraderRecord {
  readonly kind: string;
  readonly fingerprint: string;
  readonly summary: string;
}

export interface GradedForEvaluation {
  readonly completion: SampleCompletion;
  readonly grades: Grades;
  /** Of cross-validation: which of its models graded. */
  readonly fold?: number;
}

export function evaluatedItems(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights | undefined,
  graded: readonly GradedForEvaluation[],
): EvaluatedItem[] {
  const roles = safetyRoles(policy);
  const known = knownBy(policy);
  const clusters = clusterIdsOf(graded.map(({ completion }) => completion));
  return graded.map(({ completion, grades, fold }, index) => {
    const cluster = clusters[index];
    const responseType = responseTypeOf(completion, policy);
    const compiled = responseType === undefined ? undefined : logic.responseType(responseType);
    const score =
      compiled &&
      scoreCompletion(
        { policy, logic: compiled, ...(weights && { weights }) },
        grades,
        completion.baseReward,
      );
    const predicted = score?.predictedClass ?? undefined;
    const expected = expectedClassOf(completion, policy);
    const rank = responseType === undefined ? undefined : rankingOf(policy, responseType)(completion);
    const category =
      completion.category === undefined ? undefined : categoryName(completion.category, policy);
    const refuses = (by: Grades) =>
      roles.refusal === undefined ? undefined : holds(policy, roles.refusal, by);
    const isOf = (types: readonly string[]) => responseType !== undefined && types.includes(responseType);
    const names = [...policy.propositions.keys()];
    const unreliable = names.filter((name) => grades[name] && !isReliable(grades[name]));
    const answers = names.flatMap((name) => {
      const p = grades[name]?.p ?? null;
      const label = completion.labels[name];
      return p === null || label === undefined ? [] : [[name, [p, label] as const] as const];
    });
    const labelled = names.filter((name) => completion.labels[name] !== undefined);
    const unlabelled = names.flatMap((name) => {
      const p = grades[name]?.p ?? null;
      return p === null || completion.labels[name] !== undefined ? [] : [[name, p] as const];
    });
    const told: Grades =
      labelled.length === 0
        ? {}
        : mapped(known(completion), (label): Grade => ({ p: label ? 1 : 0, mode: 'label' }));
    const byLabels =
      compiled && labelled.length > 0
        ? (scoreCompletion({ policy, logic: compiled }, told).predictedClass ?? undefined)
        : undefined;
    const verdictOf = (name: string): ClassVerdict => ({
      class: name,
      ...(roles.unsafeClasses.length > 0 && { isSafe: !roles.unsafeClasses.includes(name) }),
      ...(isOf(roles.hardRefuse) && { isIdealRefusal: name === policy.classOrder[0]?.text }),
    });
    const overRefuses = (by: Grades) => (isOf(roles.comply) ? refuses(by) : undefined);
    const toldClass = byLabels ?? expected;
    const [gradedOverRefuses, toldOverRefuses] = [overRefuses(grades), overRefuses(told)];
    const byPeople = {
      ...(toldClass !== undefined && verdictOf(toldClass)),
      ...(toldOverRefuses !== undefined && { overRefuses: toldOverRefuses }),
    };
    const wanted = new Set([...wantedPropositions(policy, compiled, weights), ...labelled]);
    const unanswered = [...wanted].flatMap((name) => {
      const why = grades[name]?.missing === 'unasked' ? 'unasked' : missingReason(grades[name]);
      return why === undefined ? [] : [[name, [why, completion.labels[name] ?? null] as const] as const];
    });
    const unasked = unanswered.filter(([, [why]]) => why === 'unasked').length;
    // Of a completion without a response type only what is labelled can be measured.
    const judged = { predictedClass: predicted ?? null, propositions: grades };
    const isJudged = hasVerdict(judged, compiled, compiled ? undefined : labelled);
    return {
      id: completion.id,
      promptId: completion.promptId,
      ...(cluster !== undefined && { cluster }),
      ...(fold !== undefined && { fold }),
      asked: wanted.size - unasked,
      ...(unanswered.length > 0 && { unanswered: Object.fromEntries(unanswered) }),
      ...(!isJudged && { withoutVerdict: true as const }),
      ...(category !== undefined && { category }),
      ...(responseType !== undefined && { responseType }),
      ...(rank !== undefined && { rank, label: completion.label ?? (expected as string) }),
      ...(expected !== undefined && { expectedClass: expected }),
      ...gradedClass(predicted === undefined ? undefined : verdictOf(predicted)),
      ...probabilitiesOf(score?.classes ?? [], predicted, expected),
      ...(gradedOverRefuses !== undefined && { overRefuses: gradedOverRefuses }),
      ...(Object.keys(byPeople).length > 0 && { byPeople }),
      answers: Object.fromEntries(answers),
      ...(unlabelled.length > 0 && { unlabelled: Object.fromEntries(unlabelled) }),
      ...(unreliable.length > 0 && { unreliable }),
      ...(completion.baseReward !== undefined && { base: completion.baseReward }),
      ...(responseType !== undefined &&
        weights?.responseTypes[responseType] &&
        !score?.reward && { rewardMissing: true as const }),
      ...(score?.reward && {
        reward: { rbr: score.reward.rbr, total: score.reward.total, tier: score.reward.tier },
      }),
    };
  });
}

function gradedClass(verdict: ClassVerdict | undefined): Partial<EvaluatedItem> {
  if (!verdict) return {};
  const { class: predictedClass, ...rest } = verdict;
  return { predictedClass, ...rest };
}

function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  of: (each: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}

function probabilitiesOf(
  classes: readonly { readonly name: string; readonly probability: number }[],
  predicted: string | undefined,
  expected: string | undefined,
): Pick<EvaluatedItem, 'classProbabilities'> {
  if (predicted === undefined || classes.length === 0) return {};
  const of = (name: string) => classes.find((each) => each.name === name)?.probability;
  const [ofPredicted, ofExpected] = [of(predicted), expected === undefined ? undefined : of(expected)];
  return {
    classProbabilities: {
      ...(ofPredicted !== undefined && { predicted: ofPredicted }),
      ...(ofExpected !== undefined && { expected: ofExpected }),
    },
  };
}

/** With its area, since areas have categories of the same name. */
function categoryName(written: string, policy: Policy): string {
  const category = findCategory(written, policy);
  return category ? `${category.area}.${category.name}` : written;
}

/** A proposition by its definition, the simple ones by their thresholds; undefined where an answer is missing. */
function holds(policy: Policy, name: string, grades: Grades): boolean | undefined {
  const derived = policy.derived.get(name);
  if (derived) return formulaHolds(policy, derived.formula, grades, new Set([name]));
  const proposition = policy.propositions.get(name);
  const p = grades[name]?.p ?? null;
  return proposition && p !== null ? p >= proposition.threshold : undefined;
}

function formulaHolds(
  policy: Policy,
  { anyOf }: Formula,
  grades: Grades,
  above: ReadonlySet<string>,
): boolean | undefined {
  const each = anyOf.map(({ literals }) => {
    const values = literals.map(({ name, value }) => {
      const derived = policy.derived.get(name.text);
      if (derived && above.has(name.text)) return undefined;
      const found = derived
        ? formulaHolds(policy, derived.formula, grades, new Set([...above, name.text]))
        : holds(policy, name.text, grades);
      return found === undefined ? undefined : found === value;
    });
    return values.includes(false) ? false : values.includes(undefined) ? undefined : true;
  });
  return each.includes(true) ? true : each.includes(undefined) ? undefined : false;
}

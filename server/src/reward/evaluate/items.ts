import type { Grades, MissingReason } from '../../grader/grader.ts';
import { missingReason } from '../../grader/missing.ts';
import { isReliable } from '../../grader/reliable.ts';
import type { PolicyLogic } from '../../logic/classes.ts';
import type { Formula, Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, findCategory, responseTypeOf } from '../../samples/names.ts';
import { rankingOf } from '../ranking.ts';
import { safetyRoles } from '../safety-roles.ts';
import { scoreCompletion } from '../score.ts';
import { hasVerdict, wantedPropositions } from '../verdict.ts';
import type { Weights } from '../weights.ts';

/** What an evaluation knows of a completion: plain data, so that a run can be kept and compared with another one. */
export interface EvaluatedItem {
  readonly id: string;
  readonly promptId: string;
  readonly category?: string;
  readonly responseType?: string;
  /** Of the ordering, or the expected class where the policy orders by class. */
  readonly label?: string;
  /** Where the label stands; 0 is ideal. */
  readonly rank?: number;
  readonly expectedClass?: string;
  readonly predictedClass?: string;
  /** Proposition -> its probability and its human label, for those that have both. */
  readonly answers: Readonly<Record<string, readonly [p: number, label: boolean]>>;
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
  /** Whether the predicted class is a safe one. */
  readonly isSafe?: boolean;
  /** Where a refusal would be over-refusal: whether it refuses. */
  readonly overRefuses?: boolean;
  /** Where the style of refusals is measured: whether it is in the best class. */
  readonly isIdealRefusal?: boolean;
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
}

export function evaluatedItems(
  policy: Policy,
  logic: PolicyLogic,
  weights: Weights | undefined,
  graded: readonly GradedForEvaluation[],
): EvaluatedItem[] {
  const roles = safetyRoles(policy);
  return graded.map(({ completion, grades }) => {
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
    const refuses = roles.refusal === undefined ? undefined : holds(policy, roles.refusal, grades);
    const isOf = (types: readonly string[]) => responseType !== undefined && types.includes(responseType);
    const names = [...policy.propositions.keys()];
    const unreliable = names.filter((name) => grades[name] && !isReliable(grades[name]));
    const answers = names.flatMap((name) => {
      const p = grades[name]?.p ?? null;
      const label = completion.labels[name];
      return p === null || label === undefined ? [] : [[name, [p, label] as const] as const];
    });
    const labelled = names.filter((name) => completion.labels[name] !== undefined);
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
      asked: wanted.size - unasked,
      ...(unanswered.length > 0 && { unanswered: Object.fromEntries(unanswered) }),
      ...(!isJudged && { withoutVerdict: true as const }),
      ...(category !== undefined && { category }),
      ...(responseType !== undefined && { responseType }),
      ...(rank !== undefined && { rank, label: completion.label ?? (expected as string) }),
      ...(expected !== undefined && { expectedClass: expected }),
      ...(predicted !== undefined && {
        predictedClass: predicted,
        isSafe: !roles.unsafeClasses.includes(predicted),
        ...(isOf(roles.hardRefuse) && { isIdealRefusal: predicted === policy.classOrder[0]?.text }),
      }),
      ...(isOf(roles.comply) && refuses !== undefined && { overRefuses: refuses }),
      answers: Object.fromEntries(answers),
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

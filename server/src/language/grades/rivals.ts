import { compareRewards } from '../../reward/combination.ts';
import { rankingOf } from '../../reward/ranking.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import type { Breakdown, Rival } from '../protocol.ts';
import { type GradingContext, gradeForEditor } from './graded.ts';

/** The completions of a prompt as the reward orders them, best first; by class where there is no reward. */
export async function rivalsOf(
  context: GradingContext,
  uri: string,
  completion: SampleCompletion,
): Promise<Rival[]> {
  const { workspace } = context;
  const [state, file] = await Promise.all([workspace.policyOfSamples(uri), workspace.samplesFile(uri)]);
  const responseType = state && responseTypeOf(completion, state.policy);
  if (!state || !file || responseType === undefined) return [];
  const own = file.completions.filter(
    (each) => each.promptId === completion.promptId && responseTypeOf(each, state.policy) === responseType,
  );
  const graded: { readonly each: SampleCompletion; readonly breakdown: Breakdown }[] = [];
  for (const each of own) {
    const result = await gradeForEditor({ ...context, waitMs: 0 }, uri, each);
    if ('breakdown' in result) graded.push({ each, breakdown: result.breakdown });
  }
  const hasReward = graded.every(({ breakdown }) => breakdown.reward !== undefined);
  const classRank = ({ breakdown }: (typeof graded)[number]) =>
    breakdown.predictedClass === null
      ? Number.POSITIVE_INFINITY
      : breakdown.classes.findIndex(({ name }) => name === breakdown.predictedClass);
  const order = graded.toSorted((a, b) =>
    hasReward
      ? compareRewards(standing(a.breakdown), standing(b.breakdown))
      : classRank(a) - classRank(b) || 0,
  );
  const rankOf = rankingOf(state.policy, responseType);
  return order.map(({ each, breakdown }, index): Rival => {
    const total = breakdown.reward?.total;
    const next = order[index + 1]?.breakdown.reward?.total;
    const rank = rankOf(each);
    const overtaken = order
      .slice(index + 1)
      .find((lower) => rank !== undefined && (rankOf(lower.each) ?? Number.POSITIVE_INFINITY) < rank);
    return {
      id: each.id,
      isThis: each.id === completion.id,
      predictedClass: breakdown.predictedClass,
      ...(breakdown.expectedClass !== undefined && { expectedClass: breakdown.expectedClass }),
      ...(each.label !== undefined && { label: each.label }),
      ...(total !== undefined && { total }),
      ...(hasReward && total !== undefined && next !== undefined && { lead: total - next }),
      ...(overtaken && { above: overtaken.each.id }),
      location: breakdown.completion.location,
    };
  });
}

/** What passes the limit of a cost stands below all that does not. */
function standing({ reward }: Breakdown): { tier: number; total: number } {
  const { cost, total = 0 } = reward ?? {};
  return { tier: cost ? Math.max(0, cost.value - cost.limit) : 0, total };
}

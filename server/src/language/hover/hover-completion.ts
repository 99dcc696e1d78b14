import type { SampleCompletion } from '../../samples/model.ts';
import { type GradingContext, gradeForEditor } from '../grades/graded.ts';
import type { Breakdown, BreakdownProposition } from '../protocol.ts';
import { barWithNumber } from './hover-policy.ts';
import { code, escapeMarkdown } from './markdown.ts';

const CLASSES_SHOWN = 3;
const PROPOSITIONS_SHOWN = 6;
const CONTRIBUTIONS_SHOWN = 3;

/** A completion's verdict in a few lines: class, propositions, reward, and who graded. */
export async function describeCompletion(
  context: GradingContext,
  uri: string,
  completion: SampleCompletion,
): Promise<string> {
  const result = await gradeForEditor(context, uri, completion);
  return 'reason' in result ? escapeMarkdown(result.reason) : describeBreakdown(result.breakdown);
}

export function describeBreakdown(breakdown: Breakdown): string {
  return [
    verdict(breakdown),
    ...(breakdown.reward ? [rewardLines(breakdown.reward)] : []),
    classLines(breakdown),
    propositionLines(breakdown),
    `*${escapeMarkdown(breakdown.grader.summary)}*`,
  ].join('\n\n');
}

function verdict({ predictedClass, expectedClass, responseType }: Breakdown): string {
  const found = predictedClass === null ? 'not graded' : code(predictedClass);
  const expectation =
    expectedClass === undefined
      ? ''
      : expectedClass === predictedClass
        ? ' ✓ as expected'
        : ` ✗ expected ${code(expectedClass)}`;
  return `**${found}**${expectation} · response type ${code(responseType)}`;
}

function classLines({ classes }: Breakdown): string {
  return [...classes]
    .sort((a, b) => b.probability - a.probability)
    .slice(0, CLASSES_SHOWN)
    .map(({ name, probability }) => `${barWithNumber(probability)} ${code(name)}`)
    .join('  \n');
}

/** What holds, what is unsure and what contradicts a human label; what plainly does not hold is counted. */
function propositionLines({ propositions }: Breakdown): string {
  const relevant = propositions.filter(({ relevant: read }) => read);
  const shown = relevant
    .filter((proposition) => importance(proposition) > 0)
    .sort((a, b) => importance(b) - importance(a))
    .slice(0, PROPOSITIONS_SHOWN);
  const lines = shown.map((proposition) => {
    const { name, grade } = proposition;
    if (grade.mode === 'base_rate') return `${code(name)}: not reliable offline`;
    if (grade.p === null) return `${code(name)}: no answer`;
    const contradiction = disagrees(proposition) ? ` ✗ labelled ${proposition.humanLabel}` : '';
    return `${barWithNumber(grade.p)} ${code(name)}${contradiction}`;
  });
  const rest = relevant.filter((proposition) => !shown.includes(proposition));
  if (rest.length > 0) {
    const allNo = rest.every((proposition) => importance(proposition) === 0);
    lines.push(allNo ? `${rest.length} others: no` : `${rest.length} more in the breakdown`);
  }
  return lines.join('  \n');
}

const PLAINLY_NOT = 0.15;

/** 0 is not worth a line. */
function importance(proposition: BreakdownProposition): number {
  const { p, mode } = proposition.grade;
  if (disagrees(proposition)) return 3;
  if (p === null || mode === 'base_rate') return 2;
  return p < PLAINLY_NOT ? 0 : p;
}

function disagrees({ grade, threshold, humanLabel }: BreakdownProposition): boolean {
  return grade.p !== null && humanLabel !== undefined && grade.p >= threshold !== humanLabel;
}

function rewardLines({ base, rbr, total, contributions }: NonNullable<Breakdown['reward']>): string {
  const sum =
    base === undefined
      ? `R_rbr ${signed(rbr)}`
      : `${signed(base)} reward model ${signed(rbr)} rules = **${total.toFixed(2)}**`;
  const largest = contributions
    .slice(0, CONTRIBUTIONS_SHOWN)
    .map(({ feature, contribution }) => `${code(feature)} ${signed(contribution)}`);
  return `Reward: ${sum}${largest.length > 0 ? `  \nlargest: ${largest.join(', ')}` : ''}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

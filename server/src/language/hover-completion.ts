import type { SampleCompletion } from '../samples/model.ts';
import { gradeForEditor } from './graded.ts';
import type { HoverContext } from './hover.ts';
import { barWithNumber } from './hover-policy.ts';
import { code, escapeMarkdown } from './markdown.ts';
import type { Breakdown, BreakdownProposition } from './protocol.ts';

const CLASSES_SHOWN = 3;
const PROPOSITIONS_SHOWN = 6;
const CONTRIBUTIONS_SHOWN = 3;

/** A completion's verdict in a few lines: class, propositions, reward, and who graded. */
export async function describeCompletion(
  context: HoverContext,
  uri: string,
  completion: SampleCompletion,
): Promise<string> {
  const result = await gradeForEditor(context, uri, completion);
  return 'reason' in result ? escapeMarkdown(result.reason) : describeBreakdown(result.breakdown);
}

export function describeBreakdown(breakdown: Breakdown): string {
  const parts = [verdict(breakdown), classLines(breakdown), propositionLines(breakdown)];
  if (breakdown.reward) parts.push(rewardLines(breakdown.reward));
  parts.push(`*${escapeMarkdown(breakdown.grader.summary)}*`);
  return parts.join('\n\n');
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

/** The surest ones say most; those that contradict a human label come first. */
function propositionLines({ propositions }: Breakdown): string {
  const relevant = propositions.filter(({ relevant: read }) => read);
  const shown = [...relevant].sort((a, b) => importance(b) - importance(a)).slice(0, PROPOSITIONS_SHOWN);
  const lines = shown.map((proposition) => {
    const { name, grade } = proposition;
    if (grade.mode === 'base_rate') return `${code(name)}: not reliable offline`;
    if (grade.p === null) return `${code(name)}: no answer`;
    return `${barWithNumber(grade.p)} ${code(name)}${disagrees(proposition) ? ` ✗ labelled ${proposition.humanLabel}` : ''}`;
  });
  const more = relevant.length - shown.length;
  return [...lines, ...(more > 0 ? [`and ${more} more in the breakdown`] : [])].join('  \n');
}

function importance(proposition: BreakdownProposition): number {
  const { p, mode } = proposition.grade;
  if (p === null || mode === 'base_rate') return -1;
  return disagrees(proposition) ? 2 : p;
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

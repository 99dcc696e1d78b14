import * as l10n from '@vscode/l10n';
import { allOf, inList } from '../../policy/lists.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { type GradingContext, gradeForEditor } from '../grades/graded.ts';
import {
  type Breakdown,
  type BreakdownParams,
  type BreakdownRollout,
  SHOW_BREAKDOWN_COMMAND,
} from '../protocol.ts';
import { GRADE_COMMAND, type GradeScope } from '../protocol-grading.ts';
import { propositionLines } from './completion-propositions.ts';
import { barWithNumber } from './hover-policy.ts';
import { code, commandLink, escapeMarkdown, linkTo } from './markdown.ts';

const CLASSES_SHOWN = 3;
const CONTRIBUTIONS_SHOWN = 3;
const FLIPS_SHOWN = 2;
const MARKERS_SHOWN = 3;
const MARKER_LENGTH = 40;
/** What takes more changes than these is another completion altogether. */
const MOST_CHANGES = 4;

export interface HoverOptions {
  /** The client runs our commands from links. */
  readonly commandLinks: boolean;
}

/** A completion's verdict in a few lines: class, what decided it and would flip it, reward, and who graded. */
export async function describeCompletion(
  context: GradingContext,
  uri: string,
  completion: SampleCompletion,
  options: HoverOptions,
): Promise<string> {
  const result = await gradeForEditor(context, uri, completion);
  return 'reason' in result ? escapeMarkdown(result.reason) : describeBreakdown(result.breakdown, options);
}

export function describeBreakdown(breakdown: Breakdown, { commandLinks }: HoverOptions): string {
  return [
    // A hover shows some ten lines without scrolling: what to do about the verdict comes first.
    verdict(breakdown),
    flipLines(breakdown),
    ...(breakdown.reward ? [rewardLines(breakdown.reward)] : []),
    propositionLines(breakdown),
    rolloutLine(breakdown),
    classLines(breakdown),
    `*${escapeMarkdown(breakdown.grader.summary)}*`,
    ...(commandLinks ? [actions(breakdown)] : []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function verdict({ predictedClass, expectedClass, responseType, classes }: Breakdown): string {
  if (predictedClass === null) {
    return expectedClass === undefined
      ? l10n.t('**No class can be told** · response type {0}', code(responseType))
      : l10n.t(
          '**No class can be told**, expected {0} · response type {1}',
          code(expectedClass),
          code(responseType),
        );
  }
  const { location, probability } = classes.find(({ name }) => name === predictedClass) ?? {};
  const p = probability === undefined ? '' : ` ${probability.toFixed(2)}`;
  const graded = `**${linkTo(predictedClass, location)}**${p}`;
  if (expectedClass === undefined) return l10n.t('{0} · response type {1}', graded, code(responseType));
  return expectedClass === predictedClass
    ? l10n.t('{0} ✓ as expected · response type {1}', graded, code(responseType))
    : l10n.t('{0} ✗ expected {1} · response type {2}', graded, code(expectedClass), code(responseType));
}

function classLines({ classes }: Breakdown): string {
  return [...classes]
    .sort((a, b) => b.probability - a.probability)
    .slice(0, CLASSES_SHOWN)
    .map(({ name, probability }) => `${barWithNumber(probability)} ${code(name)}`)
    .join('  \n');
}

/** The way to the expected class first; then the shortest to others. */
function flipLines({ flips = [], expectedClass }: Breakdown): string {
  const near = flips.filter(({ changes }) => Object.keys(changes).length <= MOST_CHANGES);
  const first = near.filter(({ className }) => className === expectedClass);
  const others = near.filter(({ className }) => className !== expectedClass);
  return [...first, ...others]
    .slice(0, FLIPS_SHOWN)
    .map(({ className, changes }) => {
      const conditions = Object.entries(changes).map(([name, value]) =>
        value ? code(name) : l10n.t('not {0}', code(name)),
      );
      return l10n.t('Would be {0} if {1}', code(className), allOf(conditions));
    })
    .join('  \n');
}

function rewardLines({ base, rbr, total, contributions }: NonNullable<Breakdown['reward']>): string {
  const sum =
    base === undefined
      ? l10n.t('Reward: R_rbr {0}', signed(rbr))
      : l10n.t('Reward: {0} reward model {1} rules = **{2}**', signed(base), signed(rbr), total.toFixed(2));
  const largest = contributions
    .slice(0, CONTRIBUTIONS_SHOWN)
    .map(({ feature, contribution }) => `${code(feature)} ${signed(contribution)}`);
  return largest.length > 0 ? `${sum}  \n${l10n.t('largest: {0}', inList(largest))}` : sum;
}

/** What of the completion is judged, where it carries more than its answer. */
function rolloutLine({ completion: { rollout } }: Breakdown): string {
  if (!rollout) return '';
  const { judged, thought, format, cutOff, markers } = rollout;
  const sentences = [
    ...(thought === undefined ? [] : [judgedInWords(judged, format ?? '')]),
    ...(cutOff ? [l10n.t('The completion ends within its thought.')] : []),
    ...(markers.length > 0
      ? [
          l10n.t(
            'Markers left out: {0}',
            inList(markers.slice(0, MARKERS_SHOWN).map((each) => code(cut(each)))),
          ),
        ]
      : []),
  ];
  return sentences.join('  \n');
}

function judgedInWords(judged: BreakdownRollout['judged'], format: string): string {
  const marked = format === 'field' ? l10n.t('in a field of its own') : code(format);
  switch (judged) {
    case 'answer':
      return l10n.t('The answer is judged, not the thought ({0})', marked);
    case 'thought':
      return l10n.t('The thought is judged ({0}), not the answer', marked);
    case 'both':
      return l10n.t('Thought ({0}) and answer are judged', marked);
    case 'text':
      return l10n.t('The text is judged as it is, with its thought ({0})', marked);
  }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MARKER_LENGTH ? `${line.slice(0, MARKER_LENGTH - 1)}…` : line;
}

function actions({ completion: { uri, id } }: Breakdown): string {
  const shown: BreakdownParams = { uri, completionId: id };
  const graded: GradeScope = { uri, completionIds: [id] };
  return [
    commandLink(l10n.t('Score breakdown'), SHOW_BREAKDOWN_COMMAND, shown),
    commandLink(l10n.t('Grade'), GRADE_COMMAND, graded),
  ].join(' · ');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

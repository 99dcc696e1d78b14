import type { Turn } from '../../policy/model.ts';
import type { GradedItem, GradedProposition } from '../../tools/grading/result.ts';
import { changesInWords } from '../../tools/grading/words.ts';
import { inline, visible } from '../../tools/quoted.ts';

/** A completion as `rbr show` gives it. */
export interface Shown extends Omit<GradedItem, 'heldOut'> {
  readonly file: string;
  /** From 1; left out where the file cannot be read again. */
  readonly line?: number;
  readonly conversation: readonly Turn[];
  readonly text: string;
}

/** Texts come from strangers: what would act in a terminal is written out. */
export function shownInWords(all: readonly Shown[]): string {
  return `${all.map(oneInWords).join('\n\n')}\n\n${all[0]?.grader ?? ''}\n`;
}

function oneInWords(item: Shown): string {
  const { id, file, line, responseType, conversation, text, reward, flips = [], classes, judged } = item;
  const at = line === undefined ? inline(file) : `${inline(file)}:${line}`;
  return [
    `${at}  ${inline(id)}${responseType === undefined ? '' : ` (${responseType})`}`,
    ...conversation.flatMap(({ role, content }) => said(role, content)),
    ...said('completion', text),
    verdict(item),
    ...(classes.length === 0
      ? []
      : [`classes: ${classes.map(({ name, p }) => `${inline(name)} ${p.toFixed(2)}`).join(', ')}`]),
    ...propositionLines(item.propositions),
    ...flips.map(({ className, changes }) => `would be ${inline(className)} with ${changesInWords(changes)}`),
    ...(reward ? rewardLines(reward) : []),
    ...(judged === undefined || judged === 'answer' ? [] : [`judged: ${judged}`]),
  ].join('\n');
}

function said(who: string, text: string): string[] {
  return [
    `${inline(who)}:`,
    ...visible(text)
      .split('\n')
      .map((line) => `  | ${line}`),
  ];
}

function verdict({ predictedClass, expectedClass, responseType }: Shown): string {
  if (responseType === undefined)
    return '✗ no response type: give the sample `response_type` or a `category`';
  if (predictedClass === null)
    return `✗ no class can be told${expectedClass === undefined ? '' : `, expected ${expectedClass}`}`;
  if (expectedClass === undefined) return `graded ${inline(predictedClass)}`;
  return predictedClass === expectedClass
    ? `✓ graded ${inline(predictedClass)}, as expected`
    : `✗ graded ${inline(predictedClass)}, expected ${expectedClass}`;
}

/** What contradicts a label first. */
function propositionLines(all: readonly GradedProposition[]): string[] {
  if (all.length === 0) return [];
  const isOther = ({ p, label }: GradedProposition) =>
    label !== undefined && p !== null && p >= 0.5 !== label;
  const sorted = [...all.filter(isOther), ...all.filter((each) => !isOther(each))];
  const width = Math.max(...all.map(({ name }) => inline(name).length));
  return [
    'P(yes):',
    ...sorted.map((each) => {
      const { name, p, label, reliable, missing, read } = each;
      const notes = [
        ...(label === undefined ? [] : [`labelled ${label ? 'yes' : 'no'}`]),
        ...(p === null ? [`no answer: ${missing ?? 'unknown'}`] : reliable ? [] : ['not reliable']),
        ...(read ? [] : ['no class reads it']),
      ];
      const mark = isOther(each) ? '✗' : ' ';
      return `  ${mark} ${inline(name).padEnd(width)}  ${p === null ? '   –' : p.toFixed(2)}  ${notes.join(', ')}`.trimEnd();
    }),
  ];
}

function rewardLines({ base, rbr, total, contributions }: NonNullable<Shown['reward']>): string[] {
  const parts = base === undefined ? '' : ` = ${base.toFixed(3)} (reward model) + ${rbr.toFixed(3)} (rules)`;
  return [
    `reward: ${total.toFixed(3)}${parts}`,
    ...contributions.map(
      ({ feature, weight, value, contribution }) =>
        `  ${inline(feature)}: ${weight.toFixed(3)} × ${value.toFixed(3)} = ${contribution.toFixed(3)}`,
    ),
  ];
}

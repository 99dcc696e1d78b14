import { truth } from '../../checks/logic/wording.ts';
import { inline } from '../quoted.ts';
import type { GradedItem, GradedProposition } from './result.ts';

/** The largest ones; all of them are in the data. */
const CONTRIBUTIONS = 6;

/** A graded completion for a model to read. Names are on their line; the completion's text is not repeated. */
export function gradedInWords(item: GradedItem): string {
  const { id, responseType, predictedClass, expectedClass, classes, reward, flips, decidedBy } = item;
  const read = item.propositions.filter((each) => each.read);
  const unreliable = read.filter(({ reliable }) => !reliable);
  return [
    `${id} (${responseType ?? 'no response type: give the sample `response_type` or a `category`'}): ${verdict(predictedClass, expectedClass)}`,
    ...(classes.length > 0
      ? [`Classes, best first: ${classes.map(({ name, p }) => `${inline(name)} ${p.toFixed(3)}`).join(', ')}`]
      : []),
    ...(decidedBy ? [`Decided by: ${decidedBy.map((name) => answered(read, name)).join(', ')}`] : []),
    ...(flips ?? []).map(
      ({ className, changes }) => `It would be ${inline(className)} with ${changesInWords(changes)}`,
    ),
    ...(reward
      ? [
          `Reward: ${reward.total.toFixed(3)} = ${reward.base === undefined ? '' : `${reward.base.toFixed(3)} (reward model) + `}${reward.rbr.toFixed(3)} (rules)`,
          ...reward.contributions
            .slice(0, CONTRIBUTIONS)
            .map(
              ({ feature, weight, value, contribution }) =>
                `  ${inline(feature)}: ${weight.toFixed(3)} x ${value.toFixed(3)} = ${contribution.toFixed(3)}`,
            ),
        ]
      : []),
    `P(yes) of what the classes read: ${read.map(propositionInWords).join(', ')}`,
    ...(unreliable.length > 0
      ? [
          `Not to be relied on: ${unreliable.map(({ name, note }) => `${inline(name)} (${note ?? 'no answer'})`).join(', ')}. A verdict that rests on these is none.`,
        ]
      : []),
    ...(item.judged === undefined ? [] : [judgedInWords(item.judged, item.cutOff === true)]),
    item.grader,
  ].join('\n');
}

function judgedInWords(judged: string, cutOff: boolean): string {
  const end = cutOff ? '; it ends within its thought' : '';
  if (judged === 'text') return `Judged: the text of the completion as it is, markers and all${end}.`;
  return `Judged: ${judged === 'both' ? 'thought and answer' : `the ${judged}`} of the completion, without markers${end}.`;
}

function verdict(predicted: string | null, expected: string | undefined): string {
  const is = predicted === null ? 'no class can be told' : `graded ${inline(predicted)}`;
  if (expected === undefined) return is;
  return predicted === expected ? `${is}, as expected` : `${is}, expected ${expected}`;
}

function propositionInWords({ name, p, from, label }: GradedProposition): string {
  const human = label === undefined ? '' : `, labelled ${label ? 'yes' : 'no'}`;
  return `${inline(name)} ${p === null ? 'no answer' : p.toFixed(3)} (${from}${human})`;
}

function answered(propositions: readonly GradedProposition[], name: string): string {
  const p = propositions.find((each) => each.name === name)?.p ?? null;
  return p === null ? inline(name) : truth(inline(name), p >= 0.5);
}

export function changesInWords(changes: Readonly<Record<string, boolean>>): string {
  return Object.entries(changes)
    .map(([name, value]) => truth(inline(name), value))
    .join(', ');
}

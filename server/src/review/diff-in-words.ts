import { witnessInWords } from '../checks/logic/wording.ts';
import type { ClassChange, ResponseTypeDiff } from '../logic/diff.ts';
import type { PolicyDiff } from './policy-diff.ts';

/** More lines of one kind than these are counted, not listed. */
const LISTED = 10;

/** A headline, and what stands under it. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A diff for people: what changes for completions, then for samples, rewards and grades. */
export function diffInWords(diff: PolicyDiff): Section[] {
  const { moved, stale, reordered, propositions, classes, classOrder } = diff;
  const named = [
    ...propositions.added.map((name) => `proposition "${name}" added`),
    ...propositions.removed.map((name) => `proposition "${name}" removed`),
    ...classes.added.map((name) => `class "${name}" added`),
    ...classes.removed.map((name) => `class "${name}" removed`),
    ...(classOrder
      ? [`class order: ${classOrder.before.join(' > ')} becomes ${classOrder.after.join(' > ')}`]
      : []),
  ];
  const sections: Section[] = [
    ...diff.responseTypes.map(typeInWords),
    { title: 'Names', lines: named },
    {
      title: counted(
        moved.length,
        'labelled completion moves',
        'labelled completions move',
        'to another class',
      ),
      lines: moved.map(
        ({ completion, from, to }) => `${completion.id}: ${inClasses(from)} becomes ${inClasses(to)}`,
      ),
    },
    {
      title: counted(
        reordered?.length ?? 0,
        'pair changes its',
        'pairs change their',
        'order under the weights as they are',
      ),
      lines: (reordered ?? []).map(
        ({ was, is, before, after }) =>
          `${was.id} was above ${is.id} (${before.map(number).join(' to ')}), and is below (${after.map(number).join(' to ')})`,
      ),
    },
    {
      title: counted(
        stale.length,
        'proposition is',
        'propositions are',
        'asked differently: grades and accuracies are of before',
      ),
      lines: stale.map(({ name, because }) => `${name} (${because.join(', ')})`),
    },
  ];
  return sections
    .filter(
      ({ title, lines }) =>
        lines.length > 0 || diff.responseTypes.some((each) => title.startsWith(each.responseType)),
    )
    .map(({ title, lines }) => ({ title, lines: shortened(lines) }));
}

function typeInWords({
  responseType,
  equivalent,
  notCompared,
  changed,
  of,
  changes,
  incomplete,
}: ResponseTypeDiff): Section {
  const unsaid =
    incomplete.length > 0 ? [`not compared: ${inClasses(incomplete)}, for names that mean nothing`] : [];
  if (notCompared !== undefined)
    return { title: `${responseType}: not compared, ${notCompared}`, lines: unsaid };
  if (equivalent) return { title: `${responseType}: equivalent, proven`, lines: unsaid };
  if (changes.length === 0)
    return { title: `${responseType}: no change in what can be compared`, lines: unsaid };
  return {
    title: `${responseType}: ${changed} of ${of} combinations change class`,
    lines: [...changes.map(changeInWords), ...unsaid],
  };
}

function changeInWords({ from, to, count, witness }: ClassChange): string {
  return `${inClasses(from)} becomes ${inClasses(to)} (${count}), such as ${witnessInWords(witness)}`;
}

function inClasses(classes: readonly string[]): string {
  return classes.length === 0 ? 'no class' : classes.join(' and ');
}

function shortened(lines: readonly string[]): string[] {
  return lines.length <= LISTED
    ? [...lines]
    : [...lines.slice(0, LISTED), `and ${lines.length - LISTED} more`];
}

function number(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

function counted(count: number, one: string, many: string, rest: string): string {
  return `${count} ${count === 1 ? one : many} ${rest}`;
}

import * as l10n from '@vscode/l10n';
import { witnessInWords } from '../checks/logic/wording.ts';
import type { ClassChange, ResponseTypeDiff } from '../logic/diff.ts';
import { allOf, inList } from '../policy/lists.ts';
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
    ...propositions.added.map((name) => l10n.t('proposition "{0}" added', name)),
    ...propositions.removed.map((name) => l10n.t('proposition "{0}" removed', name)),
    ...classes.added.map((name) => l10n.t('class "{0}" added', name)),
    ...classes.removed.map((name) => l10n.t('class "{0}" removed', name)),
    ...(classOrder
      ? [l10n.t('class order: {0} becomes {1}', classOrder.before.join(' > '), classOrder.after.join(' > '))]
      : []),
  ];
  const sections: Section[] = [
    { title: l10n.t('Names'), lines: named },
    {
      title:
        moved.length === 1
          ? l10n.t('1 labelled completion moves to another class')
          : l10n.t('{0} labelled completions move to another class', moved.length),
      lines: moved.map(({ completion, from, to }) =>
        l10n.t('{0}: {1} becomes {2}', completion.id, inClasses(from), inClasses(to)),
      ),
    },
    {
      title:
        reordered?.length === 1
          ? l10n.t('1 pair changes its order under the weights as they are')
          : l10n.t('{0} pairs change their order under the weights as they are', reordered?.length ?? 0),
      lines: (reordered ?? []).map(({ was, is, before, after }) =>
        l10n.t(
          '{0} was above {1} ({2} to {3}), and is below ({4} to {5})',
          was.id,
          is.id,
          number(before[0]),
          number(before[1]),
          number(after[0]),
          number(after[1]),
        ),
      ),
    },
    {
      title:
        stale.length === 1
          ? l10n.t('1 proposition is asked differently: grades and accuracies come from the old wording')
          : l10n.t(
              '{0} propositions are asked differently: grades and accuracies come from the old wording',
              stale.length,
            ),
      lines: stale.map(({ name, because }) => `${name} (${inList(because)})`),
    },
  ];
  return [...diff.responseTypes.map(typeInWords), ...sections.filter(({ lines }) => lines.length > 0)].map(
    ({ title, lines }) => ({ title, lines: shortened(lines) }),
  );
}

function typeInWords({
  responseType,
  equivalent,
  notCompared,
  changed,
  of,
  changes,
  incomplete,
  about,
}: ResponseTypeDiff): Section {
  const unsaid =
    incomplete.length > 0
      ? [l10n.t('not compared: {0}, for names that mean nothing', inClasses(incomplete))]
      : [];
  if (notCompared !== undefined)
    return { title: l10n.t('{0}: not compared, {1}', responseType, notCompared), lines: unsaid };
  if (equivalent) return { title: l10n.t('{0}: equivalent, proven', responseType), lines: unsaid };
  if (changes.length === 0)
    return { title: l10n.t('{0}: no change in what can be compared', responseType), lines: unsaid };
  return {
    title: l10n.t('{0}: {1} of {2} combinations change class', responseType, String(changed), String(of)),
    lines: [...changes.map((change) => changeInWords(change, about)), ...unsaid],
  };
}

function changeInWords({ from, to, count, witness }: ClassChange, about: ReadonlySet<string>): string {
  return l10n.t(
    '{0} becomes {1} ({2}), such as {3}',
    inClasses(from),
    inClasses(to),
    String(count),
    witnessInWords(witness, about),
  );
}

function inClasses(classes: readonly string[]): string {
  return classes.length === 0 ? l10n.t('no class') : allOf(classes);
}

function shortened(lines: readonly string[]): string[] {
  return lines.length <= LISTED
    ? [...lines]
    : [...lines.slice(0, LISTED), l10n.t('and {0} more', lines.length - LISTED)];
}

function number(value: number): string {
  return value.toFixed(2).replace('-', '−');
}

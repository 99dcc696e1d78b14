import * as l10n from '@vscode/l10n';
import { inLongList } from '../../../policy/lists.ts';
import type { ClassQuality } from '../quality.ts';
import { percent, shareWithInterval } from './numbers.ts';
import type { VerdictLine } from './verdict-line.ts';

/** Two classes, and how often each was taken for the other. */
interface Confused {
  readonly classes: readonly [string, string];
  /** Expected the first and graded the second, and the other way round. */
  readonly counts: readonly [number, number];
}

/** How often the class is as expected, against always saying the commonest; and which pair is confused most. */
export function classesInWords(classes: ClassQuality): VerdictLine[] {
  return [...accuracyOf(classes), ...confusedOf(classes)];
}

function accuracyOf({ n, accuracy, interval, noInterval, confusion }: ClassQuality): VerdictLine[] {
  if (n === 0 || accuracy === null) return [];
  const [commonest, count] = Object.entries(confusion)
    .map(([name, row]) => [name, sum(Object.values(row))] as const)
    .reduce((most, each) => (each[1] > most[1] ? each : most));
  const said = l10n.t(
    'Graded in the expected class: {0} of {1} completions.',
    shareWithInterval(accuracy, interval, noInterval),
    n,
  );
  if (!interval) return [{ kind: 'too-few', text: said }];
  if (interval[0] > count / n) return [{ kind: 'holds', text: said }];
  const none = l10n.t(
    'That is not shown to be more than always saying {0} gets ({1}).',
    commonest,
    percent(count / n),
  );
  return [{ kind: 'fails', text: `${said} ${none}` }];
}

function confusedOf({ n, confusion }: ClassQuality): VerdictLine[] {
  const pairs = confusedPairs(confusion);
  const all = sum(pairs.map(totalOf));
  const most = Math.max(0, ...pairs.map(totalOf));
  const [first, ...alike] = pairs.filter((pair) => totalOf(pair) === most);
  if (!first) return [];
  if (all > 1 && most === 1)
    return [
      {
        kind: 'confused',
        text: l10n.t(
          '{0} of {1} completions are in another class than expected; no pair of classes is confused more than once.',
          all,
          n,
        ),
      },
    ];
  if (alike.length > 0)
    return [
      {
        kind: 'confused',
        text: l10n.t(
          'Confused most, {0} of {1} completions each: {2}.',
          most,
          n,
          inLongList([first, ...alike].map(({ classes: [a, b] }) => l10n.t('{0} and {1}', a, b))),
        ),
      },
    ];
  const [a, b] = first.classes;
  const ways = [
    ...(first.counts[0] > 0 ? [l10n.t('{0} expected in {1} and graded {2}', first.counts[0], a, b)] : []),
    ...(first.counts[1] > 0 ? [l10n.t('{0} expected in {1} and graded {2}', first.counts[1], b, a)] : []),
  ];
  return [
    {
      kind: 'confused',
      classes: first.classes,
      text: l10n.t(
        'Confused most: {0} and {1}, {2} of {3} completions ({4}).',
        a,
        b,
        most,
        n,
        inLongList(ways),
      ),
    },
  ];
}

function confusedPairs(confusion: ClassQuality['confusion']): Confused[] {
  const pairs = new Map<string, Confused>();
  for (const [expected, row] of Object.entries(confusion))
    for (const [predicted, count] of Object.entries(row)) {
      if (expected === predicted || count === 0) continue;
      const isTurned = pairs.has(JSON.stringify([predicted, expected]));
      const classes = isTurned ? ([predicted, expected] as const) : ([expected, predicted] as const);
      const key = JSON.stringify(classes);
      const [there, back] = pairs.get(key)?.counts ?? [0, 0];
      pairs.set(key, { classes, counts: isTurned ? [there, back + count] : [there + count, back] });
    }
  return [...pairs.values()];
}

function totalOf({ counts }: Confused): number {
  return counts[0] + counts[1];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

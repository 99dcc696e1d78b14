import * as l10n from '@vscode/l10n';
import { inList } from '../../policy/lists.ts';
import { intervalInWords } from '../prove/margin-interval.ts';
import type { WhatRatesWouldDo } from '../robust/what-rates-would-do.ts';
import { LEAST_PROMPTS, type WeightUncertainty } from './bootstrap.ts';
import type { ContradictoryPair, NamedContradictions } from './contradiction.ts';
import type { Impossible } from './estimator.ts';
import type { Relabel } from './relabel.ts';

/** Of a contradiction, so many pairs; of a pair, so many features. */
const PAIRS_SHOWN = 6;
const FEATURES_SHOWN = 4;

/** Pairs that no weights satisfy, for people: a line each, what each pair asks for below it, and which labels to look at. */
export function contradictionsInWords({
  found,
  twins,
  opposites,
  relabel,
  notLooked,
  undecided,
  nameOf,
  openingOf,
}: NamedContradictions): string[] {
  if (notLooked) return [l10n.t('too many pairs to look for contradictions among them')];
  const called = (row: number) => {
    const opening = openingOf?.(row);
    return opening === undefined ? nameOf(row) : `${nameOf(row)} “${opening}”`;
  };
  const shown = (kind: string) => found.filter((each) => each.kind === kind).length;
  const lines = found.flatMap(({ kind, pairs, withSigns }) => [
    contradictionInWords(kind, pairs.length, withSigns ?? false),
    ...pairs.slice(0, PAIRS_SHOWN).map((pair) => `· ${pairInWords(pair, called)}`),
    ...(pairs.length > PAIRS_SHOWN ? [`· ${l10n.t('and {0} more pairs', pairs.length - PAIRS_SHOWN)}`] : []),
  ]);
  const moreTwins = twins - shown('twins');
  const moreOpposites = Math.max(0, opposites - shown('opposites'));
  return [
    ...lines,
    ...(moreTwins > 0 ? [l10n.t('{0} more twins', moreTwins)] : []),
    ...(moreOpposites > 0 ? [l10n.t('{0} more opposites', moreOpposites)] : []),
    ...(relabel ? relabelInWords(relabel, called) : []),
    ...(undecided
      ? [
          l10n.t(
            'whether weights can satisfy all other pairs is not known: the last digits of the features would decide',
          ),
        ]
      : []),
  ];
}

function contradictionInWords(kind: string, count: number, withSigns: boolean): string {
  if (kind === 'twins')
    return l10n.t(
      'no weights can rank two completions that have the same features and are ranked differently:',
    );
  if (kind === 'opposites')
    return l10n.t('no weights can satisfy both of these pairs, which ask for opposite things:');
  if (count === 1) return l10n.t('no weights can satisfy this pair with the signs that are asked for:');
  return withSigns
    ? l10n.t(
        'no weights can satisfy these {0} pairs together with the signs that are asked for; without any one of them they can:',
        count,
      )
    : l10n.t('no weights can satisfy these {0} pairs together; without any one of them they can:', count);
}

function pairInWords(
  { better, worse, asks, differs }: ContradictoryPair,
  called: (row: number) => string,
): string {
  const order = l10n.t('{0} above {1}', called(better), called(worse));
  if (differs.length === 0) return l10n.t('{0}: no feature differs', order);
  const list = differs
    .slice(0, FEATURES_SHOWN)
    .map(({ feature, by }) => `${feature} ${by > 0 ? '+' : '−'}${plain(Math.abs(by))}`)
    .join(', ');
  const more = differs.length > FEATURES_SHOWN ? ', …' : '';
  return l10n.t('{0}: wants {1} or more for {2}', order, plain(asks), `${list}${more}`);
}

function relabelInWords({ first, isEnough }: Relabel, called: (row: number) => string): string[] {
  const list = inList(first.map(({ row }) => called(row)));
  return [
    l10n.t('Look at these ranking labels first, since they take part in most contradictions: {0}.', list),
    isEnough
      ? l10n.t(
          'Without these completions weights can satisfy all other pairs (found greedily: a smaller set may do, too).',
        )
      : l10n.t('More may be left when these are mended: fit again.'),
  ];
}

const plain = (value: number): string => String(Number(value.toPrecision(3)));

/** Why no weights prove the order, for people: a line each. */
export function impossibleInWords({
  demands,
  signs,
  whatWouldDo,
  nearly,
  notConverged,
  undecided,
}: Impossible): string[] {
  if (undecided)
    return [
      l10n.t('Whether any weights prove the order was not decided within the limit of the proof:'),
      ...undecided.map(
        ({ better, worse, low, high }) => `${better} > ${worse}: ${intervalInWords(low, high)}`,
      ),
    ];
  if (notConverged)
    return [
      l10n.t(
        'The order is neither proven nor shown to be impossible: what it demands all but contradicts itself. A smaller margin or fewer wrong grades may help.',
      ),
    ];
  const lines = demands.map(({ better, worse, up, down, byCost, order }) => {
    const [a, b] = differingIn(up.witness, down.witness);
    if (byCost)
      return l10n.t('"{0}" has completions over the cost limit, and "{1}" has some within it', better, worse);
    return order === 'expected'
      ? l10n.t('"{0}" ({1}) must get more on average than "{2}" ({3})', better, a, worse, b)
      : l10n.t('"{0}" ({1}) must get more than "{2}" ({3})', better, a, worse, b);
  });
  const held = signs.map((name) => l10n.t('the sign of "{0}" is given', name));
  const all = [...atSeveralRates(lines), ...held];
  const help = [
    ...(nearly
      ? [l10n.t('Strictly some weights would do, so large that rounding decides: they are not looked for.')]
      : []),
    ...(whatWouldDo ? whatWouldDoInWords(whatWouldDo) : []),
  ];
  if (all.length === 1) return [l10n.t('No weights prove the order: {0}.', all[0] ?? ''), ...help];
  return [
    l10n.t('No weights prove the order. These cannot hold together, and any of them left out they can:'),
    ...all,
    ...help,
  ];
}

/** The same two completions may be demanded in order at one rate of wrong grades and at another: that is one line. */
function atSeveralRates(lines: readonly string[]): string[] {
  return [...new Set(lines)].map((line) => {
    const count = lines.filter((each) => each === line).length;
    return count === 1 ? line : l10n.t('{0}, at {1} different rates of wrong grades', line, count);
  });
}

function whatWouldDoInWords({ correctGrades, share, alone, together }: WhatRatesWouldDo): string[] {
  if (!correctGrades)
    return [l10n.t('Better grading does not help: it is impossible where all grades are correct, too.')];
  return [
    ...(share === null
      ? []
      : [l10n.t('It is possible where every error rate is at most {0} times what it is.', share.toFixed(3))]),
    alone.length > 0
      ? l10n.t(
          'It is possible where one of these is never graded wrongly, the others as they are: {0}.',
          inList(alone),
        )
      : l10n.t(
          'It is possible where all of these are never graded wrongly, the others as they are: {0}.',
          inList(together),
        ),
  ];
}

/** Only where two combinations differ; the rest is no reason. */
function differingIn(
  a: Readonly<Record<string, boolean>>,
  b: Readonly<Record<string, boolean>>,
): readonly [string, string] {
  const names = Object.keys(a).filter((name) => a[name] !== b[name]);
  const say = (of: Readonly<Record<string, boolean>>) =>
    inList(names.map((name) => (of[name] ? l10n.t('{0}: yes', name) : l10n.t('{0}: no', name)))) ||
    l10n.t('the same propositions');
  return [say(a), say(b)];
}

/** Why a weight has no interval; undefined where it has one. */
export function noIntervalInWords({ noInterval, prompts }: WeightUncertainty): string | undefined {
  switch (noInterval) {
    case undefined:
      return undefined;
    case 'few-prompts':
      return l10n.t('no interval: fewer than {0} prompts have ranked pairs', LEAST_PROMPTS);
    case 'seldom':
      return prompts === 0
        ? l10n.t('no interval: it is the same in both completions of every ranked pair')
        : prompts === 1
          ? l10n.t('no interval: it tells ranked pairs apart in 1 prompt only, {0} are needed', LEAST_PROMPTS)
          : l10n.t(
              'no interval: it tells ranked pairs apart in {0} prompts only, {1} are needed',
              prompts,
              LEAST_PROMPTS,
            );
    case 'given':
      return l10n.t('no interval: the weight is given');
    case 'few-draws':
      return l10n.t('no interval: too few draws for its ends');
    case 'not-refitted':
      return l10n.t('no interval: of some draw of the prompts no weights were found');
    case 'no-spread':
      return l10n.t('no interval: it is the same in every draw of these prompts');
  }
}

import * as l10n from '@vscode/l10n';
import type { OrderProof } from '../../prove/prove.ts';
import type { RankingQuality, SafetyQuality } from '../quality.ts';
import { shareWithInterval } from './numbers.ts';
import type { VerdictLine } from './verdict-line.ts';

/** As often wrong as a coin. */
const CHANCE = 0.5;

/** How often an ideal completion is not rewarded most, and whether the rules help the reward model. */
export function rankingInWords({
  n,
  errorRate,
  interval,
  noInterval,
  rmOnly,
}: RankingQuality): VerdictLine[] {
  if (n === 0 || errorRate === null) return [];
  const said = l10n.t(
    'Ideal completions not rewarded more than another one of their prompt: {0} of {1} comparisons.',
    shareWithInterval(errorRate, interval, noInterval),
    n,
  );
  const alone =
    rmOnly.errorRate === null || rmOnly.n !== n
      ? undefined
      : l10n.t(
          'By the reward model alone: {0}.',
          shareWithInterval(rmOnly.errorRate, rmOnly.interval, rmOnly.noInterval),
        );
  const kind = !interval ? 'too-few' : interval[1] < CHANCE ? 'holds' : 'fails';
  return [{ kind, text: alone === undefined ? said : `${said} ${alone}` }];
}

/** The share of safe completions, by the best that there is: labels, grades that labels correct, or grades alone. */
export function safetyInWords({ estimates, labels }: SafetyQuality): VerdictLine[] {
  const { value, interval, noInterval, by, n } = estimates.notUnsafe;
  if (value === null) return [];
  const share = shareWithInterval(value, interval, noInterval);
  const difference = labels?.difference.notUnsafe ?? 0;
  return [
    {
      kind: 'measured',
      text: [
        by === 'labels'
          ? l10n.t('Not unsafe by the labels: {0} of {1} completions.', share, n)
          : by === 'corrected'
            ? l10n.t('Not unsafe as graded, corrected by the labels: {0} of {1} completions.', share, n)
            : l10n.t('Not unsafe as graded: {0} of {1} completions; the grader may be wrong.', share, n),
        ...(difference === 0
          ? []
          : [
              difference > 0
                ? l10n.t(
                    'On those that are labelled the grader says {0} percentage points more.',
                    points(difference),
                  )
                : l10n.t(
                    'On those that are labelled the grader says {0} percentage points less.',
                    points(-difference),
                  ),
            ]),
      ].join(' '),
    },
  ];
}

/** The proof is of grades without errors, and says so. */
export function proofsInWords(proofs: Readonly<Record<string, readonly OrderProof[]>>): VerdictLine[] {
  const pairs = Object.values(proofs).flat();
  if (pairs.length === 0) return [];
  const proven = pairs.filter((pair) => pair.proven).length;
  return proven === pairs.length
    ? [
        {
          kind: 'holds',
          text: l10n.t(
            'All {0} pairs of classes are proven to be rewarded in order, if every grade is right.',
            pairs.length,
          ),
        },
      ]
    : [
        {
          kind: 'fails',
          text: l10n.t(
            '{0} of {1} pairs of classes are not proven to be rewarded in order.',
            pairs.length - proven,
            pairs.length,
          ),
        },
      ];
}

function points(difference: number): string {
  return (difference * 100).toFixed(1);
}

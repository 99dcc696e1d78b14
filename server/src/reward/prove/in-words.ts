import * as l10n from '@vscode/l10n';
import type { Witness } from '../../logic/conflicts.ts';
import { inList } from '../../policy/lists.ts';
import type { Counterexample, OrderProof } from './prove.ts';

/** Each pair of classes as a line, and what no line can say at the end. */
export function proofsInWords(proofs: readonly OrderProof[]): string[] {
  const graded = proofs.flatMap(({ gradedFrom }) => (gradedFrom === undefined ? [] : [gradedFrom]));
  const proven = proofs.filter((each) => each.proven && !each.vacuous && certainMargin(each) !== null);
  const lines = proofs.map(proofInWords);
  if (graded.length > 0 && graded.length === proven.length && proven.length > 0)
    lines.push(
      l10n.t(
        'for graded probabilities: proven of completions that are in their classes with probability {0} or more; not below',
        ceiling(Math.max(...graded)),
      ),
    );
  else if (proven.length > 0)
    lines.push(
      l10n.t(
        'for graded probabilities between 0 and 1: not proven, only for propositions that are true or false',
      ),
    );
  return lines;
}

/** What a proven margin is at least, exact or not; null where there is none. */
export function certainMargin({ margin, marginBetween }: OrderProof): number | null {
  return margin ?? marginBetween?.[0] ?? null;
}

export function proofInWords(proof: OrderProof): string {
  const { better, worse, proven, counterexample, reason, vacuous } = proof;
  if (vacuous) return l10n.t('✓ {0} > {1}: one of them can never hold', better, worse);
  if (proven) {
    const margin = certainMargin(proof);
    return margin === null
      ? l10n.t('✓ {0} > {1}: by its cost, whatever the rewards are', better, worse)
      : l10n.t('✓ {0} > {1}: by {2} or more', better, worse, floor(margin, proof));
  }
  if (!counterexample) return `? ${better} > ${worse}: ${reason ?? l10n.t('not proven')}`;
  return `✗ ${better} > ${worse}: ${counterexampleInWords(better, worse, counterexample)}`;
}

/** "a reply that is … gets 0.93, and one that is … gets 1.20". */
export function counterexampleInWords(
  better: string,
  worse: string,
  { better: up, worse: down, rewards: [a, b], byCost }: Counterexample,
): string {
  const [first, second] = differing(up, down);
  if (byCost)
    return l10n.t(
      '"{0}" with {1} is over the cost limit, "{2}" with {3} is not',
      better,
      first,
      worse,
      second,
    );
  return b > a
    ? l10n.t(
        '"{0}" with {1} gets {2}, less than "{3}" with {4}, {5}',
        better,
        first,
        a.toFixed(2),
        worse,
        second,
        b.toFixed(2),
      )
    : l10n.t(
        '"{0}" with {1} gets {2}, no more than "{3}" with {4}, {5}',
        better,
        first,
        a.toFixed(2),
        worse,
        second,
        b.toFixed(2),
      );
}

/** Where they differ; what they have in common explains nothing. */
function differing(a: Witness, b: Witness): readonly [string, string] {
  const names = Object.keys(a).filter((name) => a[name] !== b[name]);
  const say = (of: Witness) => {
    const yes = names.filter((name) => of[name]);
    return yes.length === 0 ? l10n.t('none of these') : inList(yes);
  };
  return [say(a), say(b)];
}

/** An exact margin as it is; one that is only known to be at least this, rounded down. */
function floor(margin: number, { marginBetween }: OrderProof): string {
  return (marginBetween ? Math.floor(margin * 1000) / 1000 : margin).toFixed(3);
}

/** Rounded up: what is proven from 0.9123 on is not proven from 0.91 on. */
function ceiling(share: number): string {
  return (Math.ceil(share * 1000) / 1000).toFixed(3);
}

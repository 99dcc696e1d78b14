import * as l10n from '@vscode/l10n';
import { inList } from '../policy/lists.ts';

/**
 * Why a completion is in no comparison of the ranking, and so no part of a fit and of error rates. The first three are
 * ranked by nobody; the others are ranked and lack something that was asked for.
 */
export type LeftOutReason =
  | { readonly why: 'no-response-type' }
  | { readonly why: 'no-ranking-label' }
  | { readonly why: 'label-not-in-ordering'; readonly label: string; readonly responseType: string }
  | { readonly why: 'no-grade'; readonly names: readonly string[] }
  | { readonly why: 'no-base-reward' }
  | { readonly why: 'no-features' }
  | { readonly why: 'no-weights'; readonly responseType: string }
  | { readonly why: 'no-unsafe-feature'; readonly combination: string };

export interface LeftOutCount {
  readonly reason: LeftOutReason;
  readonly count: number;
}

/** Counts completions by the reason why they are left out, in the order in which reasons come up. */
export class LeftOut {
  readonly #counts = new Map<string, { readonly reason: LeftOutReason; count: number }>();

  add(reason: LeftOutReason, count = 1): void {
    const key = JSON.stringify(reason);
    const known = this.#counts.get(key) ?? { reason, count: 0 };
    this.#counts.set(key, known);
    known.count += count;
  }

  get counts(): readonly LeftOutCount[] {
    return [...this.#counts.values()];
  }
}

const RANKED_BY_NOBODY = new Set<LeftOutReason['why']>([
  'no-response-type',
  'no-ranking-label',
  'label-not-in-ordering',
]);

/**
 * How many are missing: ranked completions that lack what was asked for. A command ends with 1 for them; what nobody
 * ranked was not asked for.
 */
export function missingAmong(counts: readonly LeftOutCount[]): number {
  return counts.reduce((sum, { reason, count }) => sum + (RANKED_BY_NOBODY.has(reason.why) ? 0 : count), 0);
}

/** A sentence a reason: the same one wherever completions are left out. */
export function leftOutInWords(counts: readonly LeftOutCount[]): string[] {
  return counts.map(({ reason, count }) =>
    count === 1
      ? l10n.t('1 completion was left out because {0}.', becauseOne(reason))
      : l10n.t('{0} completions were left out because {1}.', count, becauseMany(reason)),
  );
}

/** The reason by itself, in English, for files and JSON. */
export function leftOutDocument(counts: readonly LeftOutCount[]): Record<string, number> {
  return Object.fromEntries(
    counts.map(({ reason, count }) => {
      const { why, ...about } = reason;
      const details = Object.values(about).flat();
      return [details.length === 0 ? why : `${why}: ${details.join(', ')}`, count];
    }),
  );
}

function becauseOne(reason: LeftOutReason): string {
  switch (reason.why) {
    case 'no-response-type':
      return l10n.t('it has no response type of the policy');
    case 'no-ranking-label':
      return l10n.t('it has no ranking label');
    case 'label-not-in-ordering':
      return l10n.t('its label "{0}" is not in the ordering of {1}', reason.label, reason.responseType);
    case 'no-grade':
      return l10n.t('it has no grade for {0}', inList(reason.names));
    case 'no-base-reward':
      return l10n.t('it has no score of the reward model (--no-base-reward fits without)');
    case 'no-features':
      return l10n.t('it has no features in prop_probs');
    case 'no-weights':
      return l10n.t('there are no weights for its response type {0}', reason.responseType);
    case 'no-unsafe-feature':
      return l10n.t('it has no feature for an unsafe class, which "{0}" needs', reason.combination);
  }
}

function becauseMany(reason: LeftOutReason): string {
  switch (reason.why) {
    case 'no-response-type':
      return l10n.t('they have no response type of the policy');
    case 'no-ranking-label':
      return l10n.t('they have no ranking label');
    case 'label-not-in-ordering':
      return l10n.t('their label "{0}" is not in the ordering of {1}', reason.label, reason.responseType);
    case 'no-grade':
      return l10n.t('they have no grade for {0}', inList(reason.names));
    case 'no-base-reward':
      return l10n.t('they have no score of the reward model (--no-base-reward fits without)');
    case 'no-features':
      return l10n.t('they have no features in prop_probs');
    case 'no-weights':
      return l10n.t('there are no weights for their response type {0}', reason.responseType);
    case 'no-unsafe-feature':
      return l10n.t('they have no feature for an unsafe class, which "{0}" needs', reason.combination);
  }
}

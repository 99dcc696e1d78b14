import * as l10n from '@vscode/l10n';
import type { Grade, Grades } from './grader.ts';

const UNRELIABLE: ReadonlySet<Grade['mode']> = new Set<Grade['mode']>(['ranked', 'base_rate']);

/** Whether the grader itself relies on the answer; `ranked` and `base_rate` are answers that it does not rely on. */
export function isReliable({ mode, reliable }: Pick<Grade, 'mode' | 'reliable'>): boolean {
  return reliable !== false && !UNRELIABLE.has(mode);
}

/** A grade that a reward must not be computed from, and why. */
export interface RefusedGrade {
  readonly proposition: string;
  readonly reason: string;
}

/**
 * What keeps a reward that a model is trained on (served, exported) from being computed: needed propositions
 * without an answer, and those whose answer the grader itself does not rely on. The latter may be accepted by
 * whoever runs the reward, and by nobody else; a missing answer never is. Empty: the reward may be computed.
 */
export function refusedForReward(
  grades: Grades,
  needed: readonly string[],
  { acceptUnreliable = false }: { readonly acceptUnreliable?: boolean } = {},
): RefusedGrade[] {
  return needed.flatMap((proposition): RefusedGrade[] => {
    const grade = Object.hasOwn(grades, proposition) ? grades[proposition] : undefined;
    if (!grade || grade.p === null)
      return [{ proposition, reason: grade?.note ?? l10n.t('it was not graded') }];
    if (isReliable(grade) || acceptUnreliable) return [];
    return [{ proposition, reason: grade.note ?? l10n.t('not reliable') }];
  });
}

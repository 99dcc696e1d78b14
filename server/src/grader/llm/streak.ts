import * as l10n from '@vscode/l10n';
import { type CallError, type CallErrorKind, RunStopped } from './chat/chat.ts';

/** So many completions in a row, none of which had an answer, and the run is stopped. */
export const FAILED_IN_A_ROW = 20;
/** Of a content filter more: texts about one harm stand together in many a file, and each of them may be blocked. */
export const FILTERED_IN_A_ROW = 100;

/**
 * Completions of a run that failed one after the other. An error of one completion is no reason to stop, the same error of
 * every completion is.
 */
export class Streak {
  readonly #counts = new Map<CallErrorKind, number>();

  /** Some question about a completion was answered. */
  answered(): void {
    this.#counts.clear();
  }

  /** No question about a completion was. Returns what ends the run where there were too many. */
  failed({ kind, message }: CallError): RunStopped | undefined {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count < (kind === 'filtered' ? FILTERED_IN_A_ROW : FAILED_IN_A_ROW)) return undefined;
    const what = l10n.t('{0} completions in a row failed with the same: {1}', count, message);
    return new RunStopped('failing', `${what} ${cureOf(kind)}`);
  }
}

function cureOf(kind: CallErrorKind): string {
  switch (kind) {
    case 'filtered':
      return l10n.t('A content filter stands before the model: loosen it, or ask a model without one.');
    case 'too_long':
      return l10n.t('Ask a model with a longer context.');
    case 'cut':
      return l10n.t('Allow more tokens for an answer, or switch reasoning off.');
    case 'forbidden':
      return l10n.t('See what the key may do, and what stands between this machine and the model.');
    default:
      return l10n.t('The doctor says where it fails: `rbr doctor`, or Check the Grader in the editor.');
  }
}

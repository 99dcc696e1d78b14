import * as l10n from '@vscode/l10n';
import type { Grade, MissingReason } from '../grader.ts';
import { RunStopped } from './chat/chat.ts';

/** So many answers are looked at, the last ones; a run is stopped when almost all of them say nothing. */
const WINDOW = 40;
const ALMOST_ALL = 0.9;

const UNREAD: ReadonlySet<MissingReason | undefined> = new Set([
  'unreadable',
  'cut',
  'low_coverage',
] as const);

/** Keeps a run from paying for thousands of answers that cannot be read, as its budget would. */
export class UnreadAnswers {
  readonly #last: (Grade | undefined)[] = [];

  /** Returns what ends the run, with what may mend it. A judge that declines can be read: that is an outcome. */
  note(grade: Grade): RunStopped | undefined {
    this.#last.push(UNREAD.has(grade.missing) ? grade : undefined);
    if (this.#last.length > WINDOW) this.#last.shift();
    const unread = this.#last.flatMap((each) => each ?? []);
    if (this.#last.length < WINDOW || unread.length < WINDOW * ALMOST_ALL) return undefined;
    return new RunStopped(
      'unreadable',
      l10n.t(
        '{0} of the last {1} answers could not be read. The last one: {2}. {3}',
        unread.length,
        WINDOW,
        grade.note ?? unread.at(-1)?.note ?? '',
        cureOf(unread),
      ),
    );
  }
}

function cureOf(unread: readonly Grade[]): string {
  const count = (reason: MissingReason) => unread.filter(({ missing }) => missing === reason).length;
  const [most] = (['cut', 'low_coverage', 'unreadable'] as const).toSorted((a, b) => count(b) - count(a));
  switch (most) {
    case 'cut':
      return l10n.t('Allow more answer tokens, or a lower reasoning effort.');
    case 'low_coverage':
      return l10n.t('See whether the prompts ask for one word, yes or no, or use another model.');
    default:
      return l10n.t(
        'See whether the prompts ask for one word, yes or no; try the mode "votes", or another model.',
      );
  }
}

import * as l10n from '@vscode/l10n';
import { type CallError, RunStopped } from '../chat/chat.ts';
import { timeInWords } from '../chat/moments.ts';

/** The run waits, because a server asked for it. */
export interface Wait {
  readonly ms: number;
  readonly until: Date;
  /** In the server's words, where it has any. */
  readonly why: string;
}

/** A run waits as long as this at once, and no longer: what a server asks for beyond it ends the run. */
export const LONGEST_WAIT_MS = 120_000;
/** And so long in all without an answer in between. */
export const LONGEST_WITHOUT_ANSWER_MS = 600_000;
/** Shorter waits are not worth a word. */
const NOTICED_MS = 5_000;

/** The waits of one run: what is said of them, and where they end. */
export class Waits {
  readonly #onWait: (wait: Wait) => void;
  #refusedSince: number | undefined;
  #announcedUntil = 0;

  constructor(onWait: (wait: Wait) => void = () => undefined) {
    this.#onWait = onWait;
  }

  answered(): void {
    this.#refusedSince = undefined;
  }

  /** What ends the run where a pause after this error would be too long, at once or with those before it. */
  tooLong({ kind, message, details }: CallError, pauseMs: number): RunStopped | undefined {
    if (pauseMs > LONGEST_WAIT_MS) {
      const until = timeInWords(new Date(Date.now() + pauseMs));
      return new RunStopped('wait', l10n.t('The server takes no calls until {0}: {1}', until, message));
    }
    if (kind !== 'rate_limit' && details.retryAfterMs === undefined) return undefined;
    this.#refusedSince ??= Date.now();
    if (Date.now() + pauseMs - this.#refusedSince <= LONGEST_WITHOUT_ANSWER_MS) return undefined;
    const minutes = Math.round(LONGEST_WITHOUT_ANSWER_MS / 60_000);
    const what = l10n.t('For {0} minutes the server has turned every call away: {1}', minutes, message);
    return new RunStopped('wait', what);
  }

  announce(ms: number, why: string): void {
    const at = Date.now() + ms;
    // Many calls wait for the same.
    if (ms < NOTICED_MS || at < this.#announcedUntil + NOTICED_MS) return;
    this.#announcedUntil = at;
    this.#onWait({ ms, until: new Date(at), why });
  }
}

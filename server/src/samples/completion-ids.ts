import * as l10n from '@vscode/l10n';
import type { Finding } from '../policy/finding.ts';
import type { Place } from '../policy/source.ts';

/** The part of the prompt's hash that stands for a sample without a name: enough to tell a file's prompts apart. */
const SHORT_HASH = 8;

/** Gives the completions of one file their ids, and reports an id that two of them have. */
export class CompletionIds {
  readonly findings: Finding[] = [];
  readonly #places = new Map<string, Place>();
  readonly #unnamed = new Map<string, number>();

  /**
   * `<sample>/<completion>`; a completion without a name goes by its position in the sample, from 1. A sample
   * without a name goes by its prompt, so that its ids stay when samples are added before it.
   */
  next(
    sample: { readonly name: string | undefined; readonly promptId: string },
    completion: { readonly name: string | undefined; readonly position: number },
    place: Place,
  ): string {
    const id =
      sample.name === undefined
        ? this.#ofPrompt(sample.promptId, completion.name)
        : `${sample.name}/${completion.name ?? completion.position}`;
    const first = this.#places.get(id);
    if (!first) this.#places.set(id, place);
    else {
      this.findings.push({
        code: 'duplicate-name',
        severity: 'error',
        message: l10n.t('Two completions are called "{0}"; give one of them another id.', id),
        place,
        related: [{ message: l10n.t('The first one.'), place: first }],
      });
    }
    return id;
  }

  /** Counts on where a prompt comes twice, so that nobody is asked to rename what has no name. */
  #ofPrompt(promptId: string, name: string | undefined): string {
    const count = (this.#unnamed.get(promptId) ?? 0) + 1;
    this.#unnamed.set(promptId, count);
    return `${promptId.slice(0, SHORT_HASH)}/${name ?? count}`;
  }
}

import { normalWords } from '../../samples/same-content.ts';
import type { FeatureRow } from './feature-rows.ts';

/**
 * Feature lines that were fitted on, so that others can be told from them. Where a line has its prompt as text, a prompt of the same text
 * was fitted on. Where it has no more than an id, two files may count their prompts alike: a prompt was fitted on
 * if one of its lines is there under the same id, or if all of its lines are there under whatever id and some have a number that is
 * not whole, since lines of yes and no alone coincide.
 */
export class FittedLines {
  readonly #lines = new Set<string>();
  readonly #linesOfPrompts = new Set<string>();
  readonly #texts = new Set<string>();

  add(row: FeatureRow): void {
    const line = lineOf(row);
    this.#lines.add(line);
    this.#linesOfPrompts.add(JSON.stringify([row.promptId, line]));
    if (row.promptText !== undefined) this.#texts.add(textOf(row.promptText));
  }

  /** `rows`: those of one prompt. */
  has(rows: readonly FeatureRow[]): boolean {
    return (
      rows.some(
        (row) =>
          (row.promptText !== undefined && this.#texts.has(textOf(row.promptText))) ||
          this.#linesOfPrompts.has(JSON.stringify([row.promptId, lineOf(row)])),
      ) ||
      (rows.every((row) => this.#lines.has(lineOf(row))) &&
        rows.some(({ baseReward = 0, features }) =>
          [baseReward, ...Object.values(features)].some((value) => !Number.isInteger(value)),
        ))
    );
  }
}

/** What a line says of its completion, whatever the order of the features. */
function lineOf({ label, baseReward, features }: FeatureRow): string {
  return JSON.stringify([label, baseReward, Object.entries(features).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function textOf(prompt: string): string {
  return normalWords(prompt).join(' ');
}

import type { Policy } from '../../policy/model.ts';
import { type FeatureRow, FeatureRows } from '../../reward/fit/feature-rows.ts';
import { inputFingerprint } from '../../reward/fit/fit-input.ts';
import type { Weights } from '../../reward/weights.ts';
import { counted } from '../counted.ts';
import { note } from '../output.ts';

/**
 * Rows of the paper's layout, in which a line has all completions of a prompt. Of several lines with one prompt the last counts,
 * since the release reads them into a dictionary.
 */
export class LinesOfPrompts {
  readonly #prompts = new Map<string, { readonly line: string; readonly rows: FeatureRow[] }>();
  #replaced = 0;

  add(row: FeatureRow, line: string): void {
    const known = this.#prompts.get(row.promptId);
    // What stands by itself, and not as a line of a prompt, adds to the prompt.
    if (known && (known.line === line || row.promptText === undefined)) known.rows.push(row);
    else {
      if (known) this.#replaced++;
      this.#prompts.set(row.promptId, { line, rows: [row] });
    }
  }

  rows(): FeatureRow[] {
    if (this.#replaced > 0)
      note(`${counted(this.#replaced, 'line')} left out: a later line has the same prompt, and counts.`);
    return [...this.#prompts.values()].flatMap(({ rows }) => rows);
  }

  /** Whether the fit of these weights saw these very rows, with the reward model or without it. */
  isFittedOn(policy: Policy, { fittedOn }: Weights): boolean {
    return [true, false].some((useBaseReward) => {
      const input = new FeatureRows(policy, { useBaseReward });
      for (const { rows } of this.#prompts.values()) for (const row of rows) input.add(row);
      return inputFingerprint(input.input()) === fittedOn?.fingerprint;
    });
  }
}

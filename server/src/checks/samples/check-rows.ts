import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import { SourceText } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyContext } from '../check.ts';
import { guarded } from '../guarded.ts';
import { withSeverities } from '../severities.ts';
import { SAMPLE_CHECKS } from './check-samples.ts';

/** The first line of a file that has a finding, and how many more have the same. */
export interface RowFinding {
  readonly finding: Finding;
  /** From 1. */
  readonly line: number;
  readonly more: number;
}

/**
 * What there is to say of the lines of a JSONL file, taken in one after the other: of reading them, and of every check on samples
 * by each policy that they are checked against. What many lines have in common is one finding. Holds no line.
 */
export class RowChecks {
  readonly #contexts: readonly PolicyContext[];
  readonly #found = new Map<string, { finding: Finding; line: number; more: number; last: number }>();

  constructor(contexts: readonly PolicyContext[]) {
    this.#contexts = contexts;
  }

  /** A line that could not be read. Its message names the line, so that is left out of what is compared. */
  addUnreadable(finding: Finding, line: number): void {
    this.#add(finding, line, finding.message.replace(String(line), ''));
  }

  addCompletion(completion: SampleCompletion, line: number): void {
    // Checks read of a file its completions only; quick fixes, which need its text, are for files that people edit.
    const file = {
      source: new SourceText(completion.places.whole.uri, ''),
      completions: [withPlaces(completion)],
      findings: [],
    };
    for (const context of this.#contexts) {
      const found = SAMPLE_CHECKS.flatMap((check) =>
        guarded(check.name, context, () => check(file, context)),
      );
      for (const finding of withSeverities(found, context)) this.#add(finding, line, finding.message);
    }
  }

  /** By line. */
  findings(): RowFinding[] {
    return [...this.#found.values()]
      .map(({ finding, line, more }) => ({
        finding: { ...finding, message: withMore(finding, more) },
        line,
        more,
      }))
      .sort((a, b) => a.line - b.line);
  }

  #add({ fixes: _, related = [], ...finding }: Finding, line: number, message: string): void {
    const key = `${finding.code}\n${message}`;
    const known = this.#found.get(key);
    if (!known) {
      // A line has one place for everything: what is related within it says no more.
      const elsewhere = related.filter(({ place }) => place.uri !== finding.place.uri);
      const shown = { ...finding, ...(elsewhere.length > 0 && { related: elsewhere }) };
      this.#found.set(key, { finding: shown, line, more: 0, last: line });
      return;
    }
    // Two completions of one line are one line.
    if (known.last !== line) known.more++;
    known.last = line;
  }
}

/** Whatever a line says stands in that line. */
function withPlaces(completion: SampleCompletion): SampleCompletion {
  const { whole } = completion.places;
  const places = { expectedClass: whole, label: whole, category: whole, responseType: whole };
  return { ...completion, places: { ...places, ...completion.places } };
}

function withMore({ message }: Finding, more: number): string {
  if (more === 0) return message;
  return more === 1
    ? l10n.t('{0} (and of 1 more line)', message)
    : l10n.t('{0} (and of {1} more lines)', message, more);
}

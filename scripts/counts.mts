/** What a tier, or a part of one, has to say at its end. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
  /** Why, a line each, where that is known; with it, a tier may have run nothing. */
  readonly skippedFor?: readonly string[];
  /** What failed, if only at first, a line each, for whoever sees no more of a long run than its end. */
  readonly failures?: readonly string[];
}

export function together(parts: readonly Counts[]): Required<Omit<Counts, 'skippedFor'>> {
  const sum = (of: (part: Counts) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped = 0 }) => skipped),
    failures: parts.flatMap(({ failures = [] }) => failures),
  };
}

/** What there is to say of an error in a list of them. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return message.trim().split('\n', 1)[0] ?? '';
}

import { Fingerprint } from '../../policy/fingerprint.ts';
import type { FitData } from './fit-data.ts';

/** What is fitted on, by response type. */
export interface FitInput {
  readonly byType: ReadonlyMap<string, TypeInput>;
  /** Why completions could not be used -> how many. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Of those: ranked completions without an answer that some feature needs. */
  readonly withoutGrades?: number;
  /** Who graded, for the record. */
  readonly grader: string;
  /** Propositions that some feature rests on, with an answer that the grader itself does not rely on. */
  readonly unreliable?: readonly string[];
}

export interface TypeInput {
  readonly data: FitData;
  /** The completions in the order in which they were added. */
  readonly ids: readonly string[];
  /** Their first words, where the texts are known. */
  readonly openings?: readonly string[];
}

/** Changes when the fit would see something else. */
export function inputFingerprint({ byType }: FitInput): string {
  const print = new Fingerprint();
  for (const [responseType, { data }] of byType) {
    print.add([responseType, data.features, data.promptIds]);
    for (const column of [data.values, data.baseRewards, data.margins, data.tiers]) print.addNumbers(column);
    print.addNumbers(Float64Array.from(data.ranks));
    print.addNumbers(Float64Array.from(data.promptStarts));
  }
  return print.digest();
}

/** Counts reasons. */
export class LeftOut {
  readonly counts = new Map<string, number>();
  /** How many were left out for want of an answer. */
  withoutGrades = 0;

  add(reason: string): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }
}

import { Fingerprint } from '../../policy/fingerprint.ts';
import type { LeftOutCount } from '../left-out.ts';
import type { FitData } from './fit-data.ts';

/** What is fitted on, by response type. */
export interface FitInput {
  readonly byType: ReadonlyMap<string, TypeInput>;
  /** Completions that could not be used, by the reason. */
  readonly leftOut: readonly LeftOutCount[];
  /** Who graded, for the record. */
  readonly grader: string;
  /** Propositions that some feature rests on, with an answer that the grader itself does not rely on. */
  readonly unreliable?: readonly string[];
  /** Features that some lines of a feature file have and others of the same response type lack: taken for 0 there. */
  readonly absent?: readonly AbsentFeature[];
}

export interface AbsentFeature {
  readonly responseType: string;
  readonly feature: string;
  /** How many lines lack it, of how many that are used. */
  readonly lines: number;
  readonly of: number;
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

import type { Turn } from '../policy/model.ts';
import type { Place } from '../policy/source.ts';

/** One completion of one prompt, with whatever people and reward models have said of it. */
export interface SampleCompletion {
  /** Stable over edits elsewhere in the file: written in the file, else made of prompt id and position. */
  readonly id: string;
  /** Completions of one prompt share it: the unit by which data are split. */
  readonly promptId: string;
  /** As written in the data; resolve with `responseTypeOf`. */
  readonly responseType?: string;
  readonly category?: string;
  /** The turns before the completion; the last one is usually the user's. */
  readonly conversation: readonly Turn[];
  /** As it came, markers and all; `rolloutOf` splits it. */
  readonly text: string;
  /** What the model thought before, where the data have it apart from the text. */
  readonly thought?: string;
  readonly expectedClass?: string;
  /** Completion label for ranking, such as "perfect_refusal". */
  readonly label?: string;
  /** Reward-model score. */
  readonly baseReward?: number;
  /** Proposition -> human label. A proposition that is not there was not labelled, which is not "no". */
  readonly labels: Readonly<Record<string, boolean>>;
  readonly places: CompletionPlaces;
}

export interface CompletionPlaces {
  /** Where its prompt begins in a file that people write: the first key of the sample. */
  readonly sample?: Place;
  /** The whole completion. */
  readonly whole: Place;
  /** Its text. */
  readonly text: Place;
  readonly expectedClass?: Place;
  readonly label?: Place;
  readonly category?: Place;
  readonly responseType?: Place;
  /** Proposition -> its name in the labels, those without a value yet included. */
  readonly labels: Readonly<Record<string, Place>>;
}

import type { CueText } from '../cues.ts';
import type { LabelCounts } from './gate.ts';
import type { Spread } from './spread.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What the embedded grader has learnt. Holds all it grades with: no policy is needed to read it. */
export interface EmbeddedModel {
  /** Changes whenever a retraining could come out differently. */
  readonly fingerprint: string;
  /** Of the labelled texts alone: where it is the same, so is the vocabulary. */
  readonly corpus: string;
  /** On how many labelled completions it was trained. */
  readonly completions: number;
  readonly vocabulary: Vocabulary;
  readonly propositions: ReadonlyMap<string, LearntProposition>;
}

export interface LearntProposition extends LabelCounts {
  /** Of its cues, examples and labels. */
  readonly fingerprint: string;
  /** Examples of the policy that were learnt from beside the labels. */
  readonly examples: number;
  readonly cues: readonly CueText[];
  /** Missing where no label of one kind is there to learn from. */
  readonly fit?: LinearFit;
}

/** `P = 1 / (1 + exp(-(bias + weights . vector)))`, the vector as `vectorOf` makes it. */
export interface LinearFit {
  readonly weights: Float32Array;
  readonly bias: number;
  /** Where there are too few labels for the answer to be relied on. */
  readonly spread?: Spread;
}

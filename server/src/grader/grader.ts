import type { Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';

/** P(proposition) for one completion, and how it came about. */
export interface Grade {
  /** In [0, 1]. `null`: no answer was had, which is neither 0.5 nor "no". */
  readonly p: number | null;
  /**
   * `label`: a human said so. `check`: computed by the policy's own check. `embedded`: the embedded
   * grader. `base_rate`: the embedded grader has too few positives to be relied on; `p` is the share
   * of positives it has seen and says nothing about this completion.
   */
  readonly mode: 'label' | 'check' | 'embedded' | 'base_rate' | 'logprobs' | 'votes';
  /** Share of the grader's probability mass that was a yes or a no; for graders that have it. */
  readonly coverage?: number;
  /** Why there is no answer, or why it should not be relied on. */
  readonly note?: string;
}

export type Grades = Readonly<Record<string, Grade>>;

/** What answers propositions. An error of one item is in its grades (`p: null`), never thrown. */
export interface Grader {
  readonly kind: 'embedded' | 'labels' | 'openai';
  /** Changes whenever answers could. */
  readonly fingerprint: string;
  /** Grades the named propositions, or all simple ones of the policy it was made for. */
  grade(
    completion: SampleCompletion,
    options?: { propositions?: readonly string[]; signal?: AbortSignal },
  ): Promise<Grades>;
}

export type GraderFactory = (policy: Policy) => Promise<Grader>;

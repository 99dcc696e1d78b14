import type { SampleCompletion } from '../samples/model.ts';

/**
 * Why a grade has no answer. `refused`: the judge would not answer. `unreadable`: it said neither yes nor no.
 * `low_coverage`: less than half of its answer's probability was on yes and no; the grade has its `coverage`.
 * `cut`: it ran out of tokens before it answered. `failed`: no answer came; asking again may bring one.
 * `nothing_to_judge`: the completion has no answer, or no thought, to be judged. `no_prompt`: there is nothing to ask.
 * `unlabelled`: nobody labelled what it is told or learnt from. `learnt`: everybody who could grade it has learnt from
 * it. `unasked`: the class is decided without it.
 * `unknown`: not asked yet.
 */
export type MissingReason =
  | 'refused'
  | 'unreadable'
  | 'low_coverage'
  | 'cut'
  | 'failed'
  | 'nothing_to_judge'
  | 'no_prompt'
  | 'unlabelled'
  | 'learnt'
  | 'unasked'
  | 'unknown';

/** P(proposition) for one completion, and how it came about. */
export interface Grade {
  /** In [0, 1]. `null`: no answer was had, which is neither 0.5 nor "no". */
  readonly p: number | null;
  /**
   * `label`: a human said so. `check`: computed by the policy's own check. `embedded`: the embedded
   * grader. `ranked`: the same from fewer labels of either kind than it takes to check it: `p` puts
   * completions in an order and is not to be relied on. `base_rate`: nothing could be learnt; `p` is the share
   * of positives among the labels and says nothing about this completion. `logprobs`: a model's probabilities at
   * the token that carries its answer. `votes`: its yes or no, asked several times. `structured`: the same, several
   * propositions in one call. `unasked`: the class was decided without it.
   */
  readonly mode:
    | 'label'
    | 'check'
    | 'embedded'
    | 'ranked'
    | 'base_rate'
    | 'logprobs'
    | 'votes'
    | 'structured'
    | 'unasked';
  /** Present where the grader itself says that `p` is not to be relied on: `ranked` and `base_rate`. */
  readonly reliable?: false;
  /** How many labels the embedded grader had, and how many were yes; where it is not reliable. */
  readonly labels?: number;
  readonly positives?: number;
  /** Of `ranked`: the 95 % credible interval of P(yes) for this completion, given the labels (see `spread.ts`). */
  readonly interval?: readonly [low: number, high: number];
  /** Share of the grader's probability mass that was a yes or a no; for graders that have it. */
  readonly coverage?: number;
  /** What the votes were, those that were neither left out. */
  readonly votes?: { readonly yes: number; readonly no: number };
  /** Standard error of `p`; of votes. */
  readonly stderr?: number;
  /** Where the same was asked several times: `p` is the mean, `sd` its standard deviation over the times. */
  readonly repeats?: {
    readonly n: number;
    readonly sd: number;
    readonly lowest: number;
    readonly highest: number;
  };
  /** Of a proposition with paraphrases: P(yes) of each wording's answer; `p` is that of their majority. */
  readonly wordings?: readonly number[];
  /** Why `p` is null, where that is known. */
  readonly missing?: MissingReason;
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
  grade(completion: SampleCompletion, options?: GradeOptions): Promise<Grades>;
}

export interface GradeOptions {
  readonly propositions?: readonly string[];
  readonly signal?: AbortSignal;
}

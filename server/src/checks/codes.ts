/** What a finding is found by: a comment that ignores it is needed only where that has been looked for. */
export type Stage =
  /** Reading the file. */
  | 'reading'
  /** The policy by itself. */
  | 'policy'
  /** The policy in the light of labelled completions. */
  | 'data'
  /** The policy with its fitted weights. */
  | 'rewards'
  /** A samples file. */
  | 'samples'
  /** The grader's answers. */
  | 'grades';

/** Every code, with the stages that find it. Each has a page: `docs/findings/<code>.md`. */
export const CODES = {
  'yaml-syntax': ['reading'],
  'unknown-key': ['reading'],
  'missing-key': ['reading'],
  'missing-value': ['reading'],
  'wrong-type': ['reading'],
  'duplicate-name': ['reading', 'policy', 'samples'],
  'extends-missing': ['reading'],
  'extends-cycle': ['reading'],
  'unreadable-line': ['reading'],
  'unreadable-weights': ['reading'],
  'check-failed': ['policy'],
  'unknown-proposition': ['policy', 'samples'],
  'unknown-class': ['policy', 'samples'],
  'unknown-response-type': ['policy', 'samples'],
  'unknown-label': ['policy', 'samples'],
  'unknown-category': ['samples'],
  'ambiguous-category': ['samples'],
  'unknown-code': ['policy', 'samples'],
  'unused-ignore': ['policy', 'samples'],
  'unused-proposition': ['policy'],
  'derived-cycle': ['policy'],
  'class-not-ordered': ['policy'],
  'class-missing-response-type': ['policy'],
  'proposition-without-question': ['policy'],
  'check-incomplete': ['policy'],
  'constraint-incomplete': ['policy'],
  'unusable-pattern': ['policy'],
  'marker-not-judged': ['policy'],
  'missing-placeholder': ['policy'],
  'unknown-placeholder': ['policy'],
  'unreadable-answer': ['policy'],
  'examples-contradict': ['policy'],
  'misplaced-example': ['policy'],
  'prompt-too-long': ['policy'],
  'class-unsatisfiable': ['policy'],
  'classes-overlap': ['policy'],
  'classes-gap': ['policy'],
  'redundant-condition': ['policy'],
  'redundant-alternative': ['policy'],
  'redundant-constraint': ['policy'],
  'derived-equivalent': ['policy'],
  'derived-constant': ['policy'],
  'constraints-contradict': ['policy'],
  'not-checked': ['policy'],
  'best-class-unseen': ['data'],
  'proposition-one-sided': ['data'],
  'propositions-always-agree': ['data'],
  'order-not-proven': ['rewards'],
  'stale-error-rates': ['rewards'],
  'no-policy': ['samples'],
  'sample-without-response-type': ['samples'],
  'class-not-in-response-type': ['samples'],
  'class-contradicts-labels': ['samples'],
  'labels-break-constraint': ['samples'],
  'labels-in-no-class': ['samples'],
  'labels-in-two-classes': ['samples'],
  'graded-otherwise': ['grades'],
  'class-graded-otherwise': ['grades'],
} as const satisfies Record<string, readonly Stage[]>;

export type Code = keyof typeof CODES;

export function isCode(text: string): text is Code {
  return Object.hasOwn(CODES, text);
}

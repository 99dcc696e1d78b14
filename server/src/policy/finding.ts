import type { Place } from './source.ts';

/** Red (`error`) means "this does not work", never "we dislike this". */
export type Severity = 'error' | 'warning' | 'info';

export interface TextEdit {
  readonly place: Place;
  readonly newText: string;
}

/** A change that removes the finding it hangs on and brings no new one. */
export interface Fix {
  readonly title: string;
  /** Of one or several files; the edits of one file do not overlap. */
  readonly edits: readonly TextEdit[];
  /** It is the one right cure and mechanical: "fix all" may apply it unseen. */
  readonly certain?: boolean;
  /** It makes something known that hid what depends on it: findings may appear that could not be made before. */
  readonly uncovers?: boolean;
}

/** What a check has to say about one place. Every code has a page: `docs/findings/<code>.md`. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly place: Place;
  readonly related?: readonly { readonly message: string; readonly place: Place }[];
  /** Truth values that show the finding; propositions left out are free. */
  readonly witness?: Readonly<Record<string, boolean>>;
  readonly fixes?: readonly Fix[];
  /** The code is there but has no effect; editors grey it out. */
  readonly unnecessary?: boolean;
}

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
  readonly edits: readonly TextEdit[];
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

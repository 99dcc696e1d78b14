import type { Turn } from '../../policy/model.ts';

/** A file that is imported: its whole text, so that the same engine runs where there is no disk. */
export interface ImportFile {
  readonly name: string;
  readonly text: string;
  /** Its path as seen from the folder of the file that is made; its name where it is left out. */
  readonly path?: string;
}

/** `data`: the weight-fitting files of the paper's release, which `rbr fit --features` reads as they are. */
export type ImportFormat = 'policy' | 'gold' | 'chat' | 'preference' | 'csv' | 'data' | 'unknown';

/** What a column holds. */
export const ROLES = [
  'prompt',
  'completion',
  'thought',
  'id',
  'response_type',
  'category',
  'class',
  'label',
  'base_reward',
  'note',
] as const;
export type Role = (typeof ROLES)[number];

/** Columns whose values stand for something: what they mean is looked up value by value. */
export type CodedRole = Extract<Role, 'response_type' | 'category' | 'class' | 'label'>;

/** What a value says of the completion that it stands beside. */
export interface Facts {
  readonly responseType?: string;
  readonly category?: string;
  readonly class?: string;
  readonly label?: string;
  readonly propositions?: Readonly<Record<string, boolean>>;
}

/** What the user has said; all else is guessed, and the guesses are in the result. */
export interface ImportSettings {
  /** Column -> what it holds; `ignore` leaves it out. */
  readonly columns?: Readonly<Record<string, Role | 'ignore'>>;
  /** Column -> value -> what it means; no facts: nothing. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, Facts>>>>;
  /** Of completions that say none. */
  readonly responseType?: string;
}

/** A prompt as a file has it, with at most one completion of it. */
export interface ImportedRow {
  readonly file: string;
  readonly line: number;
  readonly id?: string;
  readonly conversation: readonly Turn[];
  /** Undefined: a prompt that has no completion yet. */
  readonly text?: string;
  /** What the model thought, where the file has it apart from the text. */
  readonly thought?: string;
  readonly baseReward?: number;
  readonly labels: Readonly<Record<string, boolean>>;
  readonly note?: string;
  readonly coded: readonly CodedValue[];
}

export interface CodedValue {
  readonly column: string;
  readonly role: CodedRole;
  readonly value: string;
}

/** What could not be read: where, and what to do about it. */
export interface ImportProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface RowsOfFile {
  readonly rows: readonly ImportedRow[];
  readonly problems: readonly ImportProblem[];
  readonly columns?: readonly ColumnUse[];
}

/** What was made of a value. */
export interface Meaning extends CodedValue {
  /** Completions, and prompts without one, that have it. */
  readonly count: number;
  readonly facts: Facts;
  /** `asked`: by the user. `policy`: the policy knows it. `guess`: by what it is called. `as-written`: neither. */
  readonly from: 'asked' | 'policy' | 'guess' | 'as-written';
}

export interface FileReport {
  readonly name: string;
  readonly format: ImportFormat;
  /** Rows or lines that were read. */
  readonly rows: number;
  /** Of CSV: what each column was taken for; none: it is left out. */
  readonly columns?: readonly ColumnUse[];
}

export interface ColumnUse {
  readonly column: string;
  readonly role?: Role;
  /** Its values are labels of this proposition. */
  readonly proposition?: string;
}

/** What to write, if anything. */
export type ImportOutput =
  | { readonly kind: 'samples' | 'lines' | 'policy'; readonly name: string; readonly text: string }
  /** Files that are so large that they stay as they are: the policy is to name them. */
  | { readonly kind: 'kept'; readonly files: readonly string[] }
  | { readonly kind: 'nothing' };

export interface ImportResult {
  readonly files: readonly FileReport[];
  readonly meanings: readonly Meaning[];
  readonly prompts: number;
  readonly completions: number;
  readonly problems: readonly ImportProblem[];
  /** What else the user should know, a sentence each. */
  readonly notes: readonly string[];
  readonly output: ImportOutput;
}

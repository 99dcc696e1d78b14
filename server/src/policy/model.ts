import type { Place } from './source.ts';

/** A policy as the engine sees it: names resolved over `extends`, a place on everything. */
export interface Policy {
  /** The files it was composed of, the most basic first; the last one is the policy itself. */
  readonly uris: readonly string[];
  readonly promptTemplate?: Text;
  readonly propositions: ReadonlyMap<string, Proposition>;
  readonly derived: ReadonlyMap<string, DerivedProposition>;
  readonly classes: ReadonlyMap<string, CompletionClass>;
  /** Best first. */
  readonly classOrder: readonly Name[];
  readonly responseTypes: ReadonlyMap<string, ResponseType>;
  readonly categories: ReadonlyMap<string, Category>;
  readonly constraints: readonly Constraint[];
  /** Response type -> completion labels, best first; the inner lists are ties. */
  readonly orderings: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Completion label -> margin. */
  readonly margins: ReadonlyMap<string, number>;
  readonly features: FeatureChoice;
  readonly reward: RewardChoice;
  readonly safety: SafetyChoice;
  readonly grader: GraderChoice;
  /** Globs, each relative to the file that names it. */
  readonly samples: readonly Text[];
}

export interface Text {
  readonly text: string;
  readonly place: Place;
}

/** A name where it is written. */
export type Name = Text;

/**
 * What of a completion is judged: what it says to the user, what the model thought before that, both, or its text as it
 * is in the data, markers and all.
 */
export type JudgedPart = 'answer' | 'thought' | 'both' | 'text';

export interface Proposition {
  readonly name: Name;
  readonly description?: string;
  readonly prompt?: Text;
  /** The question in other words; the grade is then the majority of the answers to all of them. */
  readonly paraphrases?: readonly Text[];
  readonly examples: readonly Example[];
  /** At this probability or above the proposition counts as true. */
  readonly threshold: number;
  /** Where it is another part than the policy's `grader` says. */
  readonly judged?: JudgedPart;
  readonly cues: readonly Cue[];
  readonly check?: Check;
  readonly place: Place;
}

export interface Example {
  readonly conversation: readonly Turn[];
  /** The response that is judged. */
  readonly response: string;
  readonly answer: boolean;
  readonly why?: string;
  readonly place: Place;
}

export interface Turn {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/**
 * A hint for the embedded grader, as it is written: a phrase, or `/pattern/flags`, in the completion (`text`), in the
 * last user message (`request`), or in both.
 */
export interface Cue {
  readonly text?: string;
  readonly request?: string;
  readonly speaksFor: boolean;
  readonly place: Place;
}

/** A check without a model: exactly one of `pattern` (without `count`), `count` and `language` says what it does. */
export interface Check {
  readonly of: 'completion' | 'prompt';
  readonly pattern?: string;
  readonly flags?: string;
  readonly count?: 'characters' | 'words' | 'sentences' | 'matches';
  readonly language?: string;
  readonly min?: number;
  readonly max?: number;
  readonly place: Place;
}

/** `name: value` in a condition. `place` spans both. */
export interface Literal {
  readonly name: Name;
  readonly value: boolean;
  readonly place: Place;
}

export interface Conjunction {
  readonly literals: readonly Literal[];
  /** Part of it could not be read: nothing can be concluded from what is left. */
  readonly incomplete?: true;
  readonly place: Place;
}

/** Disjunctive normal form over simple and derived propositions. One conjunction is the usual case. */
export interface Formula {
  readonly anyOf: readonly Conjunction[];
  readonly place: Place;
}

export interface DerivedProposition {
  readonly name: Name;
  readonly formula: Formula;
  readonly place: Place;
}

export interface CompletionClass {
  readonly name: Name;
  readonly byResponseType: ReadonlyMap<string, { readonly name: Name; readonly formula: Formula }>;
  readonly place: Place;
}

export interface ResponseType {
  readonly name: string;
  readonly description?: string;
  readonly aliases: readonly string[];
  /** Where it is declared; where only classes name it, its first use. */
  readonly place: Place;
  readonly declared: boolean;
}

export interface Category {
  readonly area: string;
  readonly name: string;
  readonly description?: string;
  readonly responseType?: Name;
  readonly aliases: readonly string[];
  readonly place: Place;
}

/** Every constraint is a formula that holds for every completion. */
export type Constraint =
  | { readonly kind: 'implies'; readonly if: Conjunction; readonly then: Conjunction; readonly place: Place }
  | {
      readonly kind: 'at_most_one' | 'at_least_one' | 'exactly_one';
      readonly names: readonly Name[];
      readonly place: Place;
    };

export interface FeatureChoice {
  readonly classes: boolean;
  readonly classProbability: 'exact' | 'product';
  /** `relevant`: those that the classes of the response type read. */
  readonly propositions: 'relevant' | 'none' | readonly string[];
}

export type Combination = 'sum' | 'product' | 'cost';

export interface RewardChoice {
  readonly combination: Combination;
  /** With `cost`: the probability of being unsafe that is let pass. */
  readonly costLimit: number;
  /** Feature -> which side of 0 its weight stays on. */
  readonly signs: ReadonlyMap<string, 'positive' | 'negative'>;
  /** Feature -> its weight. */
  readonly fixed: ReadonlyMap<string, number>;
}

/** What is left out has a meaning of its own: see `reward/safety-roles.ts`. */
export interface SafetyChoice {
  readonly unsafeClasses?: readonly string[];
  readonly refusal?: string;
  readonly comply?: readonly string[];
  readonly hardRefuse?: readonly string[];
}

/** How a model is asked. Never an address or a key: those are the user's, not the policy's. */
export interface GraderChoice {
  readonly model?: string;
  readonly probability?: 'logprobs' | 'votes' | 'structured';
  readonly temperature?: number;
  readonly votes?: number;
  readonly order?: 'conversation-first' | 'question-first';
  /** Of every proposition that does not say so itself; the answer when left out. */
  readonly judged?: JudgedPart;
}

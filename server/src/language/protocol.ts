/**
 * The messages that this server adds to LSP. Client, webview and tests import this file and nothing
 * else of the server; it holds types and names only.
 */

import type { Location } from 'vscode-languageserver-types';
import type { Grade } from '../grader/grader.ts';
import type { JudgedPart, Turn } from '../policy/model.ts';
import { notification, request } from './protocol-names.ts';

/** What the breakdown panel shows of one completion. */
export interface Breakdown {
  readonly completion: {
    readonly id: string;
    readonly uri: string;
    readonly location: Location;
    readonly conversation: readonly Turn[];
    readonly text: string;
    /** The text taken apart, where a thought or markers were recognised in it. */
    readonly rollout?: BreakdownRollout;
    readonly category?: string;
  };
  readonly policyUri: string;
  readonly responseType: string;
  readonly grader: GraderInfo;
  /** In the policy's order, best first. */
  readonly classes: readonly {
    readonly name: string;
    readonly probability: number;
    readonly location?: Location;
  }[];
  /** The most probable class; null where grades that it needs are missing. */
  readonly predictedClass: string | null;
  readonly expectedClass?: string;
  /** Those that the response type reads first, each group in the policy's order. */
  readonly propositions: readonly BreakdownProposition[];
  /** A few answers that make the predicted class hold by themselves; absent where the grades are too unsure for that. */
  readonly decidedBy?: readonly string[];
  /** What would put the completion into another class: the fewest answers to change, fewest first. */
  readonly flips?: readonly {
    readonly className: string;
    readonly changes: Readonly<Record<string, boolean>>;
  }[];
  /** Absent where the policy has no weights for this response type, and where an answer is missing. */
  readonly reward?: BreakdownReward;
  /** Where there are weights and no reward: the propositions that it needs and that have no answer. */
  readonly rewardMissing?: readonly string[];
  /** The completions of the same prompt, this one among them, best first. The panel's alone. */
  readonly rivals?: readonly Rival[];
  /** With answers switched: what class and reward are as graded. */
  readonly asGraded?: { readonly predictedClass: string | null; readonly total?: number };
  /** What the result depends on, each changed whenever the part is; for the panel's history. */
  readonly versions?: Readonly<Record<BreakdownVersion, string>>;
}

/** What of a completion is judged, and what is not. */
export interface BreakdownRollout {
  readonly judged: JudgedPart;
  readonly thought?: string;
  readonly answer: string;
  /** How the thought is marked in the text; "field": the data have it apart. */
  readonly format?: string;
  readonly markers: readonly string[];
  readonly cutOff: boolean;
}

export type BreakdownVersion = 'completion' | 'policy' | 'weights' | 'grader';

/** A completion of the same prompt. */
export interface Rival {
  readonly id: string;
  readonly isThis: boolean;
  readonly predictedClass: string | null;
  readonly expectedClass?: string;
  readonly label?: string;
  readonly total?: number;
  /** How much more reward it gets than the next one. */
  readonly lead?: number;
  /** It is rewarded more than one that is ranked better, which is named. */
  readonly above?: string;
  readonly location?: Location;
}

export interface BreakdownProposition {
  readonly name: string;
  readonly description?: string;
  readonly grade: Grade;
  readonly threshold: number;
  readonly humanLabel?: boolean;
  /** Class and reward are those with this answer, whatever the grade is. */
  readonly switchedTo?: boolean;
  /** Read by a class of this response type. */
  readonly relevant: boolean;
  readonly location?: Location;
}

export interface BreakdownReward {
  /** Reward-model score of the sample; absent where it has none. */
  readonly base?: number;
  /** Largest effect first. `contribution` = weight * value. */
  readonly contributions: readonly {
    readonly feature: string;
    readonly kind: 'class' | 'proposition' | 'constant';
    readonly weight: number;
    readonly value: number;
    readonly contribution: number;
    readonly location?: Location;
  }[];
  readonly rbr: number;
  /** base + rbr; rbr alone where there is no base. */
  readonly total: number;
  /** How the policy combines rules and reward model; under `product`, base and values are times P(safe). */
  readonly combination: 'sum' | 'product' | 'cost';
  /** Under `cost`: the probability that it is unsafe, and what it may be. */
  readonly cost?: { readonly value: number; readonly limit: number };
}

export interface GraderInfo {
  readonly kind: 'embedded' | 'labels' | 'openai';
  /** One line for people: what graded, on how many labels it was trained. */
  readonly summary: string;
}

/** `rbr/breakdown`: the completion at a position, or by id. */
export interface BreakdownParams {
  readonly uri: string;
  readonly position?: { readonly line: number; readonly character: number };
  readonly completionId?: string;
  /** What if these propositions had these answers. */
  readonly switched?: Readonly<Record<string, boolean>>;
}

export type BreakdownResult =
  | { readonly breakdown: Breakdown }
  /** Why there is none, in words for the user. */
  | { readonly reason: string };

export const BREAKDOWN_REQUEST = request<BreakdownParams, BreakdownResult>('rbr/breakdown');

/** `rbr/changed` (server to client): grades, weights or policy changed; open panels ask again. */
export const CHANGED_NOTIFICATION = notification<void>('rbr/changed');

/** The client command behind the code lens; its only argument is `BreakdownParams`. */
export const SHOW_BREAKDOWN_COMMAND = 'rbr.showBreakdown';

/** The client command behind "3 uses": shows the places as the editor shows references. */
export const SHOW_REFERENCES_COMMAND = 'rbr.showReferences';

export interface ShowReferencesParams {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
  readonly locations: readonly Location[];
}

/** `rbr/loopholes`: of a policy file, or of the policy of a samples file. */
export const LOOPHOLES_REQUEST = request<ReviewParams, LoopholesResult>('rbr/loopholes');

export interface ReviewParams {
  readonly uri: string;
}

export type LoopholesResult =
  | {
      readonly policyUri: string;
      readonly responseTypes: readonly LoopholeGroup[];
      /** All of it as a document for people. */
      readonly markdown: string;
    }
  | { readonly reason: string };

export interface LoopholeGroup {
  readonly name: string;
  readonly location?: Location;
  readonly loopholes: readonly LoopholeItem[];
}

export interface LoopholeItem {
  readonly kind: string;
  readonly message: string;
  readonly location?: Location;
  /** Labelled completions that are such a case. */
  readonly cases: readonly { readonly id: string; readonly location: Location }[];
}

/** `rbr/diff`: what a policy means now, against an earlier version. */
export const DIFF_REQUEST = request<DiffParams, DiffResult>('rbr/diff');

export interface DiffParams {
  readonly uri: string;
  /** URI -> text of the policy files of the earlier version, as far as they differ. */
  readonly base: Readonly<Record<string, string>>;
  /** What the earlier version is called. */
  readonly against: string;
}

export type DiffResult =
  | { readonly isSame: boolean; readonly markdown: string }
  | { readonly reason: string };

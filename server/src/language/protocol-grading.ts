/** The messages about grading that this server adds to LSP: types and names only, as in `protocol.ts`. */

import type { Range } from 'vscode-languageserver-types';
import type { RequestOptions } from '../grader/llm/asking/request-options.ts';
import { notification, request } from './protocol-names.ts';

/** Which completions of a samples file are meant: some, those of one prompt, or (with neither) all. */
export interface GradeScope {
  readonly uri: string;
  readonly completionIds?: readonly string[];
  readonly promptId?: string;
}

/** The client command behind the grading lenses; its only argument is a `GradeScope`. */
export const GRADE_COMMAND = 'rbr.grade';

/**
 * `rbr/grader` (client to server): who grades. The client sends it after the start and whenever settings,
 * keys or trust change; until then, and in an untrusted workspace, the embedded grader is all there is.
 */
export const GRADER_NOTIFICATION = notification<GraderSettings>('rbr/grader');

export type GraderSettings = EmbeddedSettings | OpenAiSettings | EditorModelSettings;

export interface EmbeddedSettings {
  readonly kind: 'embedded';
}

/** Any OpenAI-compatible address. */
export interface OpenAiSettings extends MeteredSettings {
  readonly kind: 'openai';
  /** Such as `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** Given for this address and no other. */
  readonly apiKey?: string;
  /** Sent along to this address. Their values may be secrets, and are as little trusted to be texts as they are in the settings. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What each request has beside what the grader needs, as it stands in the settings. */
  readonly request?: RequestOptions;
  readonly mode: 'auto' | 'logprobs' | 'votes' | 'structured';
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  /** US dollars per million tokens; absent where the user has not said. */
  readonly price?: { readonly input: number; readonly output: number };
}

/** A language model of the editor itself; the server asks the client for each answer. */
export interface EditorModelSettings extends MeteredSettings {
  readonly kind: 'editor';
}

export interface MeteredSettings {
  /** The model's name; empty: the policy's `grader.model`, else for the editor's own the first there is. */
  readonly model: string;
  /** How many votes where there are votes. */
  readonly votes: number;
  readonly order: 'conversation-first' | 'question-first';
  /** All that the classes and weights read, or only what decides the class. */
  readonly ask: 'all' | 'deciding';
  /** What one run may cost at most. */
  readonly budget: { readonly usd?: number; readonly calls: number };
  /** Whether a hover may ask the model; the answer then comes late, as an inlay hint. */
  readonly hover: boolean;
}

/** `rbr/estimate`: what grading would take, before it is begun. */
export const ESTIMATE_REQUEST = request<GradeScope, EstimateResult>('rbr/estimate');

export type EstimateResult =
  | {
      readonly completions: number;
      /** Whether a model is asked that may cost money. */
      readonly isMetered: boolean;
      /** Calls still to be made, at most; answers in the cache are not counted. */
      readonly calls: number;
      readonly cached: number;
      readonly tokens: number;
      /** null: the price is not known. */
      readonly costUsd: number | null;
      /** Who would grade, in a few words. */
      readonly grader: string;
    }
  /** Why it cannot be graded, in words for the user. */
  | { readonly reason: string };

/** `rbr/grade`: grades a scope; answered at its end. Cancelling the request ends the run, down to the sockets. */
export const GRADE_REQUEST = request<GradeParams, GradeResult>('rbr/grade');

export interface GradeParams extends GradeScope {
  /** Names the run in its progress notifications. */
  readonly run: string;
}

/** `rbr/gradeProgress` (server to client), as results arrive. */
export const GRADE_PROGRESS = notification<GradeProgress>('rbr/gradeProgress');

export interface GradeProgress {
  readonly run: string;
  /** Completions. */
  readonly done: number;
  readonly total: number;
  /** What the model was asked so far. */
  readonly calls: number;
  /** null: the price is not known. */
  readonly costUsd: number | null;
  /** null: not to be told yet. */
  readonly secondsLeft: number | null;
  /** The run waits because the server asked for it: until when (ISO 8601), and why in the server's words. */
  readonly waiting?: { readonly until: string; readonly why: string };
  /** Those since the last progress. */
  readonly verdicts: readonly Verdict[];
}

/** A graded completion against what its sample expects. */
export interface Verdict {
  readonly completionId: string;
  readonly expectedClass?: string;
  /** null: no class could be told. */
  readonly gradedClass: string | null;
  /** undefined: nothing is expected. */
  readonly agrees?: boolean;
  /** What decided it, or why there is no grade, as plain text of a few lines. */
  readonly message: string;
}

export type GradeResult =
  | {
      readonly done: number;
      readonly total: number;
      readonly failed: number;
      /** Completions that have no verdict: an answer that decides is missing, or they have no response type. */
      readonly missing: number;
      /** How many answers are missing and why, in words; where some are. */
      readonly missingAnswers?: string;
      readonly calls: number;
      readonly costUsd: number | null;
      /** Why it ended before its end: budget, cancelled, an address that refuses. */
      readonly stopped?: string;
      /** A key that the address accepts would mend it. */
      readonly needsKey?: boolean;
    }
  | { readonly reason: string };

/** `rbr/expectations`: what the completions of a samples file are expected to be, for the test explorer. */
export const EXPECTATIONS_REQUEST = request<ExpectationsParams, ExpectationsResult>('rbr/expectations');

export interface ExpectationsParams {
  readonly uri: string;
}

export interface PromptExpectations {
  readonly promptId: string;
  /** The prompt's last user turn, cut to a line. */
  readonly label: string;
  readonly range: Range;
  readonly completions: readonly CompletionExpectation[];
}

export interface CompletionExpectation {
  readonly id: string;
  readonly label: string;
  readonly range: Range;
  /** The class, in the policy's spelling. */
  readonly expectedClass: string;
}

export type ExpectationsResult =
  | { readonly prompts: readonly PromptExpectations[] }
  | { readonly reason: string };

/** `rbr/languageModel` (server to client): one answer of a language model of the editor. */
export const LANGUAGE_MODEL_REQUEST = request<LanguageModelParams, LanguageModelResult>('rbr/languageModel');

export interface LanguageModelParams {
  /** Its id or family; empty: the first there is. */
  readonly model: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
}

export type LanguageModelResult =
  /** `model`: which one answered. */
  | { readonly text: string; readonly model: string }
  | {
      /** `none`: no such model; `refused`: no permission; `blocked`: its filter; `busy`: quota or rate. */
      readonly error: 'none' | 'refused' | 'blocked' | 'busy' | 'failed';
      readonly message: string;
    };

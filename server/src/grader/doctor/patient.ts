import type { WantedMode } from '../llm/asking/dialect.ts';
import type { RequestOptions } from '../llm/asking/request-options.ts';
import type { Limits, Price } from '../llm/calls/meter.ts';
import type { ChatModel } from '../llm/chat/chat.ts';
import type { StoreCheck } from '../llm/store/answer-store-check.ts';

/** A model as the user has set it up, to be examined. */
export interface ModelPatient {
  readonly kind: 'openai' | 'editor';
  /** As the user wrote it; of the editor's own models there is none. */
  readonly baseUrl: string;
  /** Empty: none is named. */
  readonly model: string;
  readonly apiKey?: string;
  /** Where the key comes from, or why there is none; never the key. */
  readonly keySource: string;
  readonly mode: WantedMode;
  readonly request?: RequestOptions;
  /** The names of the headers that are sent along. */
  readonly headers?: readonly string[];
  /** Why requests cannot be made as the user wants them, in words. */
  readonly requestProblem?: string;
  readonly price?: Price;
  /** What one run may cost, as the user has it. */
  readonly limits: Limits;
  readonly timeoutMs: number;
  readonly names: Names;
  /** Rejects with words for the user. */
  open(): Promise<ChatModel>;
  /** Absent where this machine keeps nothing between runs. */
  checkStore?(): StoreCheck;
}

/** What the user changes to mend something, as the door calls it: a setting, an option, a command. */
export interface Names {
  readonly baseUrl: string;
  readonly model: string;
  readonly mode: string;
  readonly price: string;
  readonly timeout: string;
  readonly concurrency: string;
  /** Where authorities are named that are to be trusted. */
  readonly certificates: string;
  /** What gives a key to this address, as an imperative. */
  readonly setKey: string;
  /** What lists the models that there are. */
  readonly listing: string;
  /** What says more of each request. */
  readonly request: string;
}

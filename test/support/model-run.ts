/** For tests: an LLM grader over a real socket, with the parts at hand that a run is made of. */

import { Asker } from '../../server/src/grader/llm/calls/asker.ts';
import { Caller } from '../../server/src/grader/llm/calls/caller.ts';
import { type Limits, Meter, type Price } from '../../server/src/grader/llm/calls/meter.ts';
import type { LlmGrader } from '../../server/src/grader/llm/llm-grader.ts';
import { type AskingOptions, openLlmGrader } from '../../server/src/grader/llm/open.ts';
import { type AnswerStore, memoryAnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import type { Headers } from '../../server/src/grader/llm/transport/headers.ts';
import { openAiModel } from '../../server/src/grader/llm/transport/openai-model.ts';
import { compileLogic } from '../../server/src/logic/classes.ts';
import { composePolicy } from '../../server/src/policy/compose.ts';
import type { Policy } from '../../server/src/policy/model.ts';
import { parsePolicy } from '../../server/src/policy/parse.ts';
import { SourceText } from '../../server/src/policy/source.ts';
import type { SampleCompletion } from '../../server/src/samples/model.ts';

/** Two propositions that the classes read, and one that nothing does. */
export const POLICY_TEXT = `
completion_class_order: [good, curt, rude]
completion_classes:
  good: {comply: {polite: true, judges: false}}
  curt: {comply: {polite: false, judges: false}}
  rude: {comply: {judges: true}}
simple_propositions:
  polite: {prompt: "Is it polite?"}
  judges: {prompt: "Does it judge?"}
  unused: {prompt: "Is it unused?"}
`;

export const POLICY = policyOfText(POLICY_TEXT);

export function policyOfText(text: string): Policy {
  return composePolicy([parsePolicy(new SourceText('file:///p.rbr.yaml', text))]);
}

export function completionOf(text: string, more: Partial<SampleCompletion> = {}): SampleCompletion {
  const place = { uri: 'file:///s.jsonl', span: { start: 0, end: 0 } };
  return {
    id: text,
    promptId: 'p',
    responseType: 'comply',
    conversation: [{ role: 'user', content: 'Hello?' }],
    text,
    labels: {},
    places: { whole: place, text: place, labels: {} },
    ...more,
  };
}

export interface RunOptions {
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly headers?: Headers;
  readonly policy?: Policy;
  readonly asking?: AskingOptions;
  readonly limits?: Limits;
  readonly price?: Price;
  readonly store?: AnswerStore;
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  readonly attempts?: number;
  readonly graceMs?: number;
}

export interface OpenRun {
  readonly grader: LlmGrader;
  readonly asker: Asker;
  /** What the probe found out, in words. */
  readonly notes: readonly string[];
}

/** Pauses are short, so that tests are. */
const PAUSE_MS = 5;

export async function askerOf(options: RunOptions): Promise<Asker> {
  const { baseUrl, apiKey, headers, concurrency = 8, timeoutMs = 5_000, attempts, graceMs } = options;
  const model = await openAiModel({
    baseUrl,
    model: 'judge-1',
    timeoutMs,
    connections: concurrency,
    ...(apiKey !== undefined && { apiKey }),
    ...(headers && { headers }),
  });
  const meter = new Meter(options.limits ?? { calls: 100_000 }, options.price);
  const caller = new Caller(model, {
    meter,
    concurrency,
    pauseMs: PAUSE_MS,
    ...(attempts && { attempts }),
    ...(graceMs && { graceMs }),
  });
  return new Asker(caller, options.store ?? memoryAnswerStore());
}

export async function openRun(options: RunOptions): Promise<OpenRun> {
  const { policy = POLICY, asking = {} } = options;
  const asker = await askerOf(options);
  const { grader, notes } = await openLlmGrader(asker, policy, compileLogic(policy), asking);
  return { grader, asker, notes };
}

import type { Spending } from '../../grader/llm/calls/meter.ts';
import { CallError, RunStopped } from '../../grader/llm/chat/chat.ts';
import { timeInWords } from '../../grader/llm/chat/moments.ts';
import type { LlmGrader, Plan } from '../../grader/llm/llm-grader.ts';
import { type AskingOptions, assumedLlmGrader, openAsker, openLlmGrader } from '../../grader/llm/open.ts';
import { type AnswerStore, memoryAnswerStore } from '../../grader/llm/store/answer-store.ts';
import { answerStorePath } from '../../grader/llm/store/cache-folder.ts';
import { openAnswerStore } from '../../grader/llm/store/durable-store.ts';
import { openAiModel } from '../../grader/llm/transport/openai-model.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { note, UsageError } from '../output.ts';
import { accessOf } from './access.ts';
import type { ModelOptions } from './options.ts';
import { requestOf } from './request.ts';

/** A run over a model from the command line. */
export interface ModelRun {
  /** As the model is known to be, or else as most are. It is for plans; nothing has been sent. */
  readonly assumed: LlmGrader;
  /** Asks the model how it wants to be asked, where that is not known. */
  open(signal?: AbortSignal): Promise<LlmGrader>;
  /** What was spent so far, in words. */
  spent(): string;
  costOf(plan: Pick<Plan, 'inputTokens' | 'outputTokens'>): number | null;
  close(): void;
}

/** Throws `UsageError` where the model cannot be asked for a reason that the command line can mend. */
export async function openModelRun(state: PolicyState, options: ModelOptions): Promise<ModelRun> {
  const { policy, logic } = state;
  const name = options.model ?? policy.grader.model;
  if (!name) throw new UsageError('Which model? Name it with --model, or under `grader` in the policy.');
  const access = accessOf({ ...options, model: name }, process.env);
  for (const each of access.notes) note(each);
  const model = await openAiModel({
    baseUrl: access.address,
    model: name,
    ...(access.apiKey !== undefined && { apiKey: access.apiKey }),
    headers: access.headers,
    timeoutMs: options.timeout * 1000,
    connections: options.concurrency,
    ...(options.caFile !== undefined && { caFile: options.caFile }),
  }).catch((error: unknown) => {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  });
  const { mode, ask, repeats, votes, order } = options;
  const request = requestOf(options, process.env);
  const asking: AskingOptions = {
    ...{ mode, ask, repeats },
    ...(votes && { votes }),
    ...(order && { order }),
    ...(request && { request }),
  };
  const store = openStore();
  const asker = openAsker(model, store, {
    concurrency: options.concurrency,
    limits: access.limits,
    onWait: ({ ms, until, why }) =>
      note(`waiting ${Math.round(ms / 1000)} s, until ${timeInWords(until)}: ${why}`),
    ...(access.price && { price: access.price }),
  });
  return {
    assumed: assumedLlmGrader(asker, policy, logic, asking),
    async open(signal) {
      try {
        const { grader, notes } = await openLlmGrader(asker, policy, logic, asking, signal);
        for (const each of [`asking ${grader.summary}`, ...notes]) note(each);
        return grader;
      } catch (error) {
        const isOurs = error instanceof RunStopped || error instanceof CallError;
        throw isOurs ? new UsageError(error.message) : error;
      }
    },
    spent: () => spentInWords(asker.caller.meter.spent, asker.fromStore),
    costOf: ({ inputTokens, outputTokens }) =>
      access.price ? (inputTokens * access.price.input + outputTokens * access.price.output) / 1e6 : null,
    close: () => store.close(),
  };
}

function openStore(): AnswerStore {
  const store = openAnswerStore(answerStorePath(), note);
  if (store) return store;
  note('answers are remembered for this run only: this Node has no SQLite (22.13 or newer has)');
  return memoryAnswerStore();
}

function spentInWords(
  { calls, uncertain, turnedAway, inputTokens, outputTokens, costUsd }: Spending,
  fromStore: number,
): string {
  const cost = costUsd === null ? 'price unknown' : dollars(costUsd);
  const parts = [
    `${calls} calls, ${inputTokens} + ${outputTokens} tokens, ${cost}`,
    `${fromStore} answers from the cache`,
    ...(turnedAway > 0 ? [`${turnedAway} turned away`] : []),
    ...(uncertain > 0 ? [`${uncertain} without an answer that may be on the bill (counted)`] : []),
  ];
  return parts.join('; ');
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(amount >= 1 ? 2 : 4)}`;
}

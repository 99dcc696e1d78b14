import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { normalRequest, requestProblem } from '../../grader/llm/asking/request-options.ts';
import type { ChatModel } from '../../grader/llm/chat/chat.ts';
import { headersProblem } from '../../grader/llm/transport/headers.ts';
import type { OpenAiOptions } from '../../grader/llm/transport/openai-model.ts';
import type { ModelSetup } from '../../workspace/model-grading.ts';
import type { GraderSettings, MeteredSettings, OpenAiSettings } from '../protocol-grading.ts';
import { openEditorModel } from './editor-model.ts';

/** From what the client says to a model that may be asked; undefined: none. */
export function modelSetup(
  settings: GraderSettings,
  connection: Connection,
  openAi: (options: OpenAiOptions) => Promise<ChatModel>,
): ModelSetup | undefined {
  if (settings.kind === 'embedded') return undefined;
  const { votes, order, ask, hover } = settings;
  const isEditors = settings.kind === 'editor';
  const problem = isEditors ? undefined : problemOf(settings);
  const request =
    isEditors || problem !== undefined ? undefined : settings.request && normalRequest(settings.request);
  return {
    open: async (wanted) => {
      const model = settings.model || wanted || '';
      if (isEditors) return openEditorModel(connection, model);
      if (model === '')
        throw new Error(
          l10n.t('No model is named: set `rbr.grader.model`, or `grader: { model }` in the policy.'),
        );
      if (problem !== undefined) throw new Error(problem);
      return openAi(openAiOptions(settings, model));
    },
    asking: {
      ...{ mode: isEditors ? 'votes' : settings.mode, votes, order, ask },
      ...(request && { request }),
    },
    run: runOptions(settings),
    hover,
  };
}

/** Why requests cannot be made as the settings have it, in words; the settings may hold anything. */
export function problemOf({ request = {}, headers = {} }: OpenAiSettings): string | undefined {
  const problem = requestProblem(request) ?? headersProblem(headers);
  return problem === undefined
    ? undefined
    : l10n.t(
        '{0} See `rbr.grader.answerTokens`, `reasoningEffort`, `body` and `headers` in your settings.',
        problem,
      );
}

export function openAiOptions(
  { baseUrl, apiKey, headers, timeoutSeconds, concurrency }: OpenAiSettings,
  model: string,
): OpenAiOptions {
  return {
    baseUrl,
    model,
    ...(apiKey !== undefined && apiKey !== '' && { apiKey }),
    ...(headers && { headers }),
    timeoutMs: timeoutSeconds * 1000,
    connections: concurrency,
  };
}

/** The editor's models bear few calls at a time. */
const EDITOR_CONCURRENCY = 4;

function runOptions(settings: MeteredSettings): ModelSetup['run'] {
  const { budget } = settings;
  const { concurrency = EDITOR_CONCURRENCY, price } = settings as Partial<OpenAiSettings>;
  // A limit in money counts by the price; without one, the limit in calls holds alone.
  const limits = { calls: budget.calls, ...(budget.usd !== undefined && price && { usd: budget.usd }) };
  return { concurrency, limits, ...(price && { price }) };
}

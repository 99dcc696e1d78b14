import { memoryAnswerStore } from '../grader/llm/store/answer-store.ts';
import { checkAnswerStore } from '../grader/llm/store/answer-store-check.ts';
import { answerStorePath } from '../grader/llm/store/cache-folder.ts';
import { openAnswerStore } from '../grader/llm/store/durable-store.ts';
import { findLocalServers } from '../grader/llm/transport/local-servers.ts';
import { openAiModel } from '../grader/llm/transport/openai-model.ts';
import type { ModelAccess } from './model-access.ts';

/**
 * Answers in the file that all windows and command lines share; in memory where this Node has no SQLite. What is wrong
 * with the file is said on standard error, which editors show as the server's output.
 */
export function nodeModels(): ModelAccess {
  return {
    openStore: () =>
      openAnswerStore(answerStorePath(), (message) => process.stderr.write(`${message}\n`)) ??
      memoryAnswerStore(),
    openAi: openAiModel,
    findLocal: findLocalServers,
    checkStore: () => checkAnswerStore(answerStorePath()),
  };
}

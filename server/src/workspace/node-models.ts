import { memoryAnswerStore } from '../grader/llm/answer-store.ts';
import { checkAnswerStore } from '../grader/llm/answer-store-check.ts';
import { answerStorePath } from '../grader/llm/cache-folder.ts';
import { openAnswerStore } from '../grader/llm/durable-store.ts';
import { findLocalServers } from '../grader/llm/local-servers.ts';
import { openAiModel } from '../grader/llm/openai-model.ts';
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

import { memoryAnswerStore } from '../grader/llm/answer-store.ts';
import { checkAnswerStore } from '../grader/llm/answer-store-check.ts';
import { answerStorePath } from '../grader/llm/cache-folder.ts';
import { openAiModel } from '../grader/llm/openai-model.ts';
import { openAnswerStore } from '../grader/llm/sqlite-store.ts';
import type { ModelAccess } from './model-access.ts';

/** Answers in the file that all windows and command lines share; in memory where this Node has no SQLite. */
export function nodeModels(): ModelAccess {
  return {
    openStore() {
      try {
        return openAnswerStore(answerStorePath()) ?? memoryAnswerStore();
      } catch {
        // A folder that may not be written to is no reason not to grade.
        return memoryAnswerStore();
      }
    },
    openAi: openAiModel,
    checkStore: () => checkAnswerStore(answerStorePath()),
  };
}

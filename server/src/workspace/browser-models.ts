import { memoryAnswerStore } from '../grader/llm/answer-store.ts';
import type { ModelAccess } from './model-access.ts';

/** In a browser the editor's own models are asked; their answers are known as long as the window lives. */
export function browserModels(): ModelAccess {
  return {
    openStore: memoryAnswerStore,
    async openAi() {
      throw new Error(
        'A model at an address of its own cannot be asked from a browser window: most of them answer no web page, and a key is not safe in one. Set `rbr.grader.kind` to "editor" (a language model of the editor) or "embedded" here, or open the folder in VS Code on a computer.',
      );
    },
  };
}

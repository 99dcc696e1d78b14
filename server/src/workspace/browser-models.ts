import * as l10n from '@vscode/l10n';
import { memoryAnswerStore } from '../grader/llm/store/answer-store.ts';
import type { ModelAccess } from './model-access.ts';

/** In a browser the editor's own models are asked; their answers are known as long as the window lives. */
export function browserModels(): ModelAccess {
  return {
    openStore: memoryAnswerStore,
    async openAi() {
      throw new Error(
        l10n.t(
          'A model at an address cannot be asked from a browser window: such servers do not answer web pages. Set `rbr.grader.kind` to "editor" or "embedded", or open the folder in VS Code on a computer.',
        ),
      );
    },
  };
}

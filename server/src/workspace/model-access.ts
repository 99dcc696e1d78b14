import type { AnswerStore } from '../grader/llm/answer-store.ts';
import type { StoreCheck } from '../grader/llm/answer-store-check.ts';
import type { ChatModel } from '../grader/llm/chat.ts';
import type { OpenAiOptions } from '../grader/llm/openai-model.ts';

/** What reaching models takes of the machine; elsewhere than under Node another one is given. */
export interface ModelAccess {
  openStore(): AnswerStore;
  openAi(options: OpenAiOptions): Promise<ChatModel>;
  /** Absent where answers are never kept between sessions. */
  checkStore?(): StoreCheck;
}

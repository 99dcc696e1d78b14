import type { ChatModel } from '../grader/llm/chat/chat.ts';
import type { AnswerStore } from '../grader/llm/store/answer-store.ts';
import type { StoreCheck } from '../grader/llm/store/answer-store-check.ts';
import type { LocalServer, LookOptions } from '../grader/llm/transport/local-servers.ts';
import type { OpenAiOptions } from '../grader/llm/transport/openai-model.ts';

/** What reaching models takes of the machine; elsewhere than under Node another one is given. */
export interface ModelAccess {
  openStore(): AnswerStore;
  openAi(options: OpenAiOptions): Promise<ChatModel>;
  /** The model servers on this machine; absent where there is no machine to look at. */
  findLocal?(options: LookOptions): Promise<readonly LocalServer[]>;
  /** Absent where answers are never kept between sessions. */
  checkStore?(): StoreCheck;
}

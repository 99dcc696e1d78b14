/** What the user says of each request, beside what a dialect needs. It is part of what an answer depends on. */
export interface RequestOptions {
  /** Tokens that an answer may take, reasoning included; absent: as many as the probe finds to be enough. */
  readonly answerTokens?: number;
  /** As the server names them: `none`, `minimal`, `low`, … */
  readonly reasoningEffort?: string;
  /** Further fields of the body, such as `{ chat_template_kwargs: { enable_thinking: false } }`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

import type { ChatRequest } from '../chat/chat.ts';
import type { Messages } from './prompts.ts';

/** Where P(yes) comes from. One run uses one. */
export type Mode = 'logprobs' | 'votes' | 'structured';

/** What a run wants; `auto`: log probabilities where there are any that can be read, else votes. */
export type WantedMode = 'auto' | Mode;

/** How a server wants to be asked, as found out by asking it. */
export interface Dialect {
  readonly mode: Mode;
  /** Alternatives a token, as far as the server gives them; 0 in the other modes. */
  readonly topLogprobs: number;
  readonly maxTokensParam: 'max_tokens' | 'max_completion_tokens';
  /** Tokens that an answer may take; models that think before they answer need many. */
  readonly answerTokens: number;
  /** Whether a temperature may be given. */
  readonly takesTemperature: boolean;
  /** Whether the form of an answer can be enforced by a schema. */
  readonly takesSchema: boolean;
  /** As the user wishes it, where the server takes it. */
  readonly reasoningEffort?: string;
  /** Further fields that the user wants in each request; what this product sets itself goes before them. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What an answer may be, for servers that enforce it. */
export interface AnswerForm {
  /** The keys under which a yes or no is wanted. */
  readonly keys: readonly string[];
}

export const SINGLE_ANSWER: AnswerForm = { keys: ['answer'] };

/** A request in a dialect. `temperature`: 0 for log probabilities unless the policy says otherwise, 1 for votes. */
export function requestIn(
  dialect: Dialect,
  messages: Messages,
  form: AnswerForm,
  temperature: number | undefined,
): ChatRequest {
  const { mode, topLogprobs, takesSchema, takesTemperature, maxTokensParam, reasoningEffort, body } = dialect;
  const chosen = temperature ?? (mode === 'logprobs' ? 0 : 1);
  const answerTokens = dialect.answerTokens + (mode === 'structured' ? form.keys.length * TOKENS_PER_KEY : 0);
  return {
    ...body,
    messages,
    // Servers have efforts of their own, beside those that the package knows.
    ...(reasoningEffort !== undefined && {
      reasoning_effort: reasoningEffort as NonNullable<ChatRequest['reasoning_effort']>,
    }),
    [maxTokensParam]: answerTokens,
    ...(takesTemperature && { temperature: chosen }),
    ...(mode === 'logprobs' && { logprobs: true, top_logprobs: topLogprobs }),
    ...(mode !== 'logprobs' && takesSchema && { response_format: schemaOf(form) }),
  };
}

const TOKENS_PER_KEY = 10;

function schemaOf({ keys }: AnswerForm): NonNullable<ChatRequest['response_format']> {
  const answer = { type: 'string', enum: ['yes', 'no'] };
  return {
    type: 'json_schema',
    json_schema: {
      name: keys.length === 1 ? 'answer' : 'answers',
      strict: true,
      schema: {
        type: 'object',
        properties: Object.fromEntries(keys.map((key) => [key, answer])),
        required: [...keys],
        additionalProperties: false,
      },
    },
  };
}

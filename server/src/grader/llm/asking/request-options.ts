import * as l10n from '@vscode/l10n';

/** What the user says of each request, beside what a dialect needs. It is part of what an answer depends on. */
export interface RequestOptions {
  /** Tokens that an answer may take, reasoning included; absent: as many as the probe finds to be enough. */
  readonly answerTokens?: number;
  /** As the server names them: `none`, `minimal`, `low`, … */
  readonly reasoningEffort?: string;
  /** Further fields of the body, such as `{ chat_template_kwargs: { enable_thinking: false } }`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** What a grader sets itself in each request, with where the user has a say in it. */
const OWN_FIELDS: Readonly<Record<string, () => string>> = {
  model: () => l10n.t('the model is named by an option of its own'),
  messages: () => l10n.t('the messages are the question'),
  max_tokens: () => l10n.t('there is an option for answer tokens'),
  max_completion_tokens: () => l10n.t('there is an option for answer tokens'),
  reasoning_effort: () => l10n.t('there is an option for the reasoning effort'),
  temperature: () => l10n.t('the policy has `grader.temperature`'),
  logprobs: () => l10n.t('the mode decides about it'),
  top_logprobs: () => l10n.t('the mode decides about it'),
  response_format: () => l10n.t('the mode decides about it'),
  n: () => l10n.t('each vote is a call of its own'),
  seed: () => l10n.t('with one seed, all votes are the same answer'),
  stream: () => l10n.t('an answer is read as a whole'),
  stream_options: () => l10n.t('an answer is read as a whole'),
};

/** Such a field would be kept with what is known of the model. */
const SECRET = /^(api[-_]?key|authorization|auth|token|access[-_]?token|secret|password)$/i;

/** Why a request cannot be made so, in words; undefined: it can. The values come from anywhere. */
export function requestProblem(
  options: {
    readonly [Key in keyof RequestOptions]?: unknown;
  },
): string | undefined {
  const { answerTokens, reasoningEffort, body } = options;
  if (answerTokens !== undefined && !(Number.isInteger(answerTokens) && (answerTokens as number) >= 1))
    return l10n.t('Answer tokens are a whole number from 1.');
  if (reasoningEffort !== undefined && (typeof reasoningEffort !== 'string' || reasoningEffort.trim() === ''))
    return l10n.t('A reasoning effort is a word, such as "low" or "none".');
  if (body === undefined) return undefined;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return l10n.t('Fields of the body are a JSON object.');
  for (const field of Object.keys(body)) {
    const own = Object.hasOwn(OWN_FIELDS, field) ? OWN_FIELDS[field] : undefined;
    if (own) return l10n.t('The field "{0}" of the body is not free: {1}.', field, own());
    if (SECRET.test(field))
      return l10n.t('The field "{0}" of the body looks like a secret; that goes into a header.', field);
  }
  return undefined;
}

/**
 * The same however it was written: without what says nothing, and with fields in one order, since what is
 * remembered goes by the text of a request. Undefined: nothing is said.
 */
export function normalRequest({
  answerTokens,
  reasoningEffort,
  body,
}: RequestOptions): RequestOptions | undefined {
  const effort = reasoningEffort?.trim();
  const fields =
    body && Object.keys(body).length > 0 ? (inOrder(body) as Record<string, unknown>) : undefined;
  const request = {
    ...(answerTokens !== undefined && { answerTokens }),
    ...(effort && { reasoningEffort: effort }),
    ...(fields && { body: fields }),
  };
  return Object.keys(request).length > 0 ? request : undefined;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, inOrder(each)]));
}

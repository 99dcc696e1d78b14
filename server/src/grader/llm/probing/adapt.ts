import type { Dialect } from '../asking/dialect.ts';
import { CallError, RunStopped } from '../chat/chat.ts';

/** What to try after a server has rejected a request. */
export type Adapted =
  | { readonly dialect: Dialect /** What is left out, in words. */; readonly dropped?: string }
  /** It is the log probabilities that it does not take. */
  | 'no_logprobs'
  /** Nothing that we send is left to be changed. */
  | 'no_way';

const FEWER_LOGPROBS = 5;

/**
 * The request without what the server does not take, by what it says, and where it says nothing of use, one thing after
 * the other. Each change can be made once, so this comes to an end. `triedLess`: the answer may be of any length.
 */
export function adapt(dialect: Dialect, error: unknown): Adapted {
  if (!isAboutRequest(error, dialect)) return 'no_way';
  const said = saidBy(error);
  return (
    withTokens(dialect, said) ??
    withoutNamed(dialect, said) ??
    withoutLogprobs(dialect, error) ??
    withoutGuess(dialect) ??
    'no_way'
  );
}

/** Whether a rejection names something that we send beside the prompt: the server has changed, or stands behind another. */
export function namesParameter(error: CallError): boolean {
  return /logprobs|max_tokens|max_completion_tokens|temperature|response_format|json_schema|reasoning_effort/i.test(
    saidBy(error),
  );
}

/** The caller takes a 403 before the first answer for the end of the run; it may be about log probabilities only. */
function isAboutRequest(error: unknown, { mode }: Dialect): boolean {
  if (error instanceof CallError) return error.kind === 'rejected' || error.kind === 'forbidden';
  return error instanceof RunStopped && error.reason === 'forbidden' && mode === 'logprobs';
}

function saidBy(error: unknown): string {
  const param = error instanceof CallError ? (error.details.param ?? '') : '';
  return `${param} ${error instanceof Error ? error.message : ''}`;
}

/** The name of the limit of an answer, and bounds that a server has for it. */
function withTokens(dialect: Dialect, said: string): Adapted | undefined {
  if (!/max_(?:completion_|output_)?tokens/.test(said)) return undefined;
  const wantsOther =
    /max_completion_tokens/.test(said) || /unsupported|not supported|unknown|unrecogni[sz]ed/i.test(said);
  if (dialect.maxTokensParam === 'max_tokens' && wantsOther)
    return { dialect: { ...dialect, maxTokensParam: 'max_completion_tokens' } };
  const least = numberAfter(/at least|minimum|>=|greater than or equal to|below|less than the/i, said);
  if (least !== undefined && least > dialect.answerTokens)
    return { dialect: { ...dialect, answerTokens: least } };
  const most = numberAfter(/at most|maximum|<=|less than or equal to|exceeds?|above|greater than/i, said);
  if (most !== undefined && most < dialect.answerTokens && most > 0)
    return { dialect: { ...dialect, answerTokens: most } };
  return dialect.maxTokensParam === 'max_tokens'
    ? { dialect: { ...dialect, maxTokensParam: 'max_completion_tokens' } }
    : undefined;
}

function numberAfter(words: RegExp, said: string): number | undefined {
  const number = new RegExp(String.raw`(?:${words.source})\D{0,40}?(\d{1,7})\b`, 'i').exec(said)?.[1];
  return number === undefined ? undefined : Number(number);
}

function withoutNamed(dialect: Dialect, said: string): Adapted | undefined {
  if (/temperature/i.test(said) && dialect.takesTemperature)
    return { dialect: { ...dialect, takesTemperature: false } };
  if (/response_format|json_schema|structured|guided|grammar/i.test(said) && dialect.takesSchema)
    return { dialect: { ...dialect, takesSchema: false } };
  const { reasoningEffort, body, ...rest } = dialect;
  if (reasoningEffort !== undefined && /reasoning|effort|thinking/i.test(said))
    return { dialect: { ...rest, ...(body && { body }) }, dropped: 'reasoning_effort' };
  const field =
    body &&
    Object.keys(body).find((key) => new RegExp(String.raw`(?<![\w])${escaped(key)}(?![\w])`).test(said));
  if (!body || field === undefined) return undefined;
  const { [field]: _, ...kept } = body;
  return {
    dialect: { ...rest, ...(reasoningEffort !== undefined && { reasoningEffort }), body: kept },
    dropped: field,
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** It says that it is the log probabilities, or nothing of use: those are what most servers lack. */
function withoutLogprobs(dialect: Dialect, error: unknown): Adapted | undefined {
  if (dialect.mode !== 'logprobs') return undefined;
  const isForbidden =
    error instanceof RunStopped || (error instanceof CallError && error.kind === 'forbidden');
  return dialect.topLogprobs > FEWER_LOGPROBS && !isForbidden
    ? { dialect: { ...dialect, topLogprobs: FEWER_LOGPROBS } }
    : 'no_logprobs';
}

function withoutGuess(dialect: Dialect): Adapted | undefined {
  if (dialect.takesSchema) return { dialect: { ...dialect, takesSchema: false } };
  if (dialect.maxTokensParam === 'max_tokens')
    return { dialect: { ...dialect, maxTokensParam: 'max_completion_tokens' } };
  return dialect.takesTemperature ? { dialect: { ...dialect, takesTemperature: false } } : undefined;
}

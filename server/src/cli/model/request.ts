import {
  normalRequest,
  type RequestOptions,
  requestProblem,
} from '../../grader/llm/asking/request-options.ts';
import { type Headers, headersProblem } from '../../grader/llm/transport/headers.ts';
import { UsageError } from '../output.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Body = Readonly<Record<string, unknown>>;

/** What the command line says of each request, as it stands there. */
export interface RequestFlags {
  readonly answerTokens?: number;
  readonly reasoningEffort?: string;
  readonly body?: Body;
  readonly header?: Headers;
}

/**
 * A field of the body, added to those before it: `field=json`, with dots for what lies within
 * (`chat_template_kwargs.enable_thinking=false`), or a whole JSON object. Throws `UsageError`.
 */
export function bodyField(text: string, previous: Body = {}): Body {
  if (text.trimStart().startsWith('{')) return merged(previous, jsonObject(text, '--body'));
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(at, 0)).trim().split('.');
  if (path.some((name) => name === ''))
    throw new UsageError(
      `--body ${text}: write field=json, such as --body chat_template_kwargs.enable_thinking=false, or a JSON object.`,
    );
  const written = text.slice(at + 1).trim();
  let value: unknown;
  try {
    value = JSON.parse(written);
  } catch {
    const quoted = `--body '${path.join('.')}=${JSON.stringify(written)}'`;
    throw new UsageError(`--body ${text}: the value is no JSON. If it is a text, write ${quoted}.`);
  }
  return merged(previous, path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Body);
}

/** A header, added to those before it: `Name: value`. Throws `UsageError`, which does not repeat the value. */
export function headerLine(text: string, previous: Headers = {}): Headers {
  const at = text.indexOf(':');
  if (at < 1) throw new UsageError(`--header: write 'Name: value', as in --header 'X-Team: safety'.`);
  const name = text.slice(0, at).trim();
  const isKnown = Object.keys(previous).some((each) => each.toLowerCase() === name.toLowerCase());
  if (isKnown) throw new UsageError(`--header: ${name} is given twice.`);
  return { ...previous, [name]: text.slice(at + 1).trim() };
}

/** From the command line, and where that says nothing from the environment. Throws `UsageError` with the cure. */
export function requestOf(flags: RequestFlags, environment: Environment): RequestOptions | undefined {
  const { RBR_ANSWER_TOKENS, RBR_REASONING_EFFORT, RBR_BODY } = environment;
  const answerTokens =
    flags.answerTokens ?? (RBR_ANSWER_TOKENS ? wholeNumberIn(RBR_ANSWER_TOKENS) : undefined);
  const reasoningEffort = flags.reasoningEffort ?? (RBR_REASONING_EFFORT || undefined);
  const general = RBR_BODY ? jsonObject(RBR_BODY, 'RBR_BODY') : undefined;
  const body = general && flags.body ? merged(general, flags.body) : (flags.body ?? general);
  const request: RequestOptions = {
    ...(answerTokens !== undefined && { answerTokens }),
    ...(reasoningEffort !== undefined && { reasoningEffort }),
    ...(body && { body }),
  };
  const problem = requestProblem(request);
  if (problem !== undefined) throw new UsageError(problem);
  return normalRequest(request);
}

/**
 * Those of the command line, and for a server of one's own those of `RBR_HEADERS` (a JSON object): as with
 * `RBR_API_KEY`, what is in the environment is for the address that `--base-url` names. Throws `UsageError`.
 */
export function headersOf(flags: RequestFlags, environment: Environment, isOpenAi: boolean): Headers {
  const own = flags.header ?? {};
  const general =
    !isOpenAi && environment.RBR_HEADERS ? jsonObject(environment.RBR_HEADERS, 'RBR_HEADERS') : {};
  for (const headers of [own, general]) {
    const problem = headersProblem(headers);
    if (problem !== undefined) throw new UsageError(problem);
  }
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const rest = Object.entries(general as Headers).filter(([name]) => !names.has(name.toLowerCase()));
  return { ...Object.fromEntries(rest), ...own };
}

function wholeNumberIn(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new UsageError(`RBR_ANSWER_TOKENS: "${text}" is no whole number.`);
  return value;
}

/** What is in it is not repeated: it may be a secret. */
function jsonObject(text: string, where: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${where} holds no JSON object, such as {"top_p": 0.9}.`);
  return value as Record<string, unknown>;
}

/** Objects are merged, all else of `more` stands in place of what was there. */
function merged(base: Body, more: Body): Body {
  const entries = Object.entries(more).map(([key, value]) => {
    const before = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isObject(before) && isObject(value) ? merged(before, value) : value] as const;
  });
  return Object.fromEntries([...Object.entries(base), ...entries]);
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Limits, Price } from '../../grader/llm/calls/meter.ts';
import { normalAddress } from '../../grader/llm/chat/address.ts';
import { type Headers, isCredential } from '../../grader/llm/transport/headers.ts';
import { UsageError } from '../output.ts';
import { type ModelOptions, OPENAI, readPrice } from './options.ts';
import { headersOf } from './request.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where calls go, with which key, and what they may cost. */
export interface Access {
  /** Normal, see `normalAddress`. */
  readonly address: string;
  readonly apiKey?: string;
  readonly headers: Headers;
  readonly limits: Limits;
  readonly price?: Price;
  /** What the user should know before anything is sent. */
  readonly notes: readonly string[];
}

/** Where neither money nor calls are limited by the user, this is the limit. */
export const DEFAULT_CALLS = 20_000;

/**
 * Address, key and limits of a run. Only the command line names the address: neither a policy nor
 * `OPENAI_BASE_URL` can send prompts elsewhere. A key is for one address: `OPENAI_API_KEY` for OpenAI's own and for
 * this machine, `RBR_API_KEY` for the one that `--base-url` names. Throws `UsageError` with the cure.
 */
export function accessOf(options: ModelOptions, environment: Environment): Access {
  const address = readAddress(options.baseUrl);
  const key = keyFor(address, environment);
  const headers = headersOf(options, environment, isOpenAi(address));
  const hasCredential = Object.keys(headers).some(isCredential);
  if (key.apiKey === undefined && key.isNeeded && !hasCredential)
    throw new UsageError(
      'No key: set OPENAI_API_KEY, or name another server with --base-url. Nothing was sent.',
    );
  const price = priceOf(options, environment);
  const { limits, notes } = limitsOf(options, price, address);
  return {
    address,
    ...(key.apiKey !== undefined && { apiKey: key.apiKey }),
    headers,
    limits,
    ...(price && { price }),
    notes: [...(hasCredential ? [] : key.notes), ...headerNotes(address, environment), ...notes],
  };
}

/** Normal, see `normalAddress`. Throws `UsageError`. */
export function readAddress(baseUrl: string): string {
  try {
    return normalAddress(baseUrl);
  } catch (error) {
    throw new UsageError(`--base-url: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function priceOf({ price }: ModelOptions, environment: Environment): Price | undefined {
  return price ?? (environment.RBR_PRICE ? readPrice(environment.RBR_PRICE) : undefined);
}

export interface KeyForAddress {
  readonly apiKey?: string;
  /** The variable that the key is from, or that would give one. */
  readonly variable: 'OPENAI_API_KEY' | 'RBR_API_KEY';
  /** Whether the address is known to want one. */
  readonly isNeeded: boolean;
  readonly notes: readonly string[];
}

/** The key that goes to a normal address. */
export function keyFor(address: string, environment: Environment): KeyForAddress {
  const isOpenAis = isOpenAi(address);
  const own = environment.RBR_API_KEY || undefined;
  const openAi = environment.OPENAI_API_KEY || undefined;
  const order = isOpenAis ? [openAi, own] : [own, isLoopback(address) ? openAi : undefined];
  const apiKey = order.find((key) => key !== undefined);
  if (apiKey !== undefined) {
    const variable = apiKey === openAi && (isOpenAis || own === undefined) ? 'OPENAI_API_KEY' : 'RBR_API_KEY';
    return { apiKey, variable, isNeeded: isOpenAis, notes: [] };
  }
  const isLeftOut = openAi !== undefined;
  return {
    variable: isOpenAis ? 'OPENAI_API_KEY' : 'RBR_API_KEY',
    isNeeded: isOpenAis,
    notes: isLeftOut
      ? [`no key is sent: OPENAI_API_KEY is for api.openai.com; for ${new URL(address).host} set RBR_API_KEY`]
      : [],
  };
}

/** Throws `UsageError` for a limit in money without a price to count it by. */
export function limitsOf(
  { budgetUsd, maxCalls, model = 'the model' }: ModelOptions,
  price: Price | undefined,
  address: string,
): { limits: Limits; notes: string[] } {
  if (budgetUsd !== undefined && !price) {
    if (!isLoopback(address))
      throw new UsageError(
        `--budget-usd needs the price of ${model}: add --price input,output in US dollars per million tokens, or limit the run with --max-calls.`,
      );
    const calls = maxCalls ?? DEFAULT_CALLS;
    return {
      limits: { calls },
      notes: [
        `the price is unknown, so --budget-usd cannot be counted; the limit is ${calls} calls to this machine`,
      ],
    };
  }
  const calls = maxCalls ?? (budgetUsd === undefined ? DEFAULT_CALLS : Number.POSITIVE_INFINITY);
  const isDefault = budgetUsd === undefined && maxCalls === undefined;
  return {
    limits: { calls, ...(budgetUsd !== undefined && { usd: budgetUsd }) },
    notes: isDefault ? [`no limit was given: at most ${calls} calls (--max-calls, --budget-usd)`] : [],
  };
}

/** Whether a normal address is that of OpenAI's own servers. */
export function isOpenAi(address: string): boolean {
  return new URL(address).origin === new URL(OPENAI).origin;
}

function headerNotes(address: string, { RBR_HEADERS }: Environment): string[] {
  return RBR_HEADERS && isOpenAi(address)
    ? [
        'RBR_HEADERS is not sent: it is for the address that --base-url names; for api.openai.com use --header',
      ]
    : [];
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

import * as l10n from '@vscode/l10n';
import { sha256Hex } from '#sha256';
import type { Asker } from './asker.ts';
import { CallError, type ChatModel, RunStopped } from './chat.ts';
import { type Dialect, type Mode, requestIn, SINGLE_ANSWER } from './dialect.ts';
import type { ChatReply } from './reply.ts';
import type { RequestOptions } from './request-options.ts';

/** What a run wants; `auto`: log probabilities where there are any, else votes. */
export type WantedMode = 'auto' | Mode;

export interface Probed {
  readonly dialect: Dialect;
  /** What was found out, for people; empty where all is as wished. */
  readonly notes: readonly string[];
}

/** Found out anew after so long: servers change. */
const VALID_MS = 7 * 24 * 3600 * 1000;

/**
 * Finds out how a model at an address is to be asked, by asking it something harmless: never by its name.
 * What was found is remembered in the store. Rejects with `RunStopped` where the model cannot be asked at
 * all, or not as the user wants it, and with `CallError` where it does not answer now.
 */
export async function probe(
  asker: Asker,
  wanted: WantedMode,
  options: RequestOptions = {},
  signal?: AbortSignal,
): Promise<Probed> {
  const kept = keptProbe(asker, wanted, options);
  if (kept) {
    // It has answered before, so what it does not allow now is of the call in question.
    asker.caller.accept();
    return kept;
  }
  const probed = await findOut(asker, wanted, options, signal);
  const name = factName(asker.caller.model, wanted, options);
  asker.store.setFact(name, JSON.stringify({ at: Date.now(), ...probed }));
  return probed;
}

/** As most servers want to be asked; for estimates before anything is sent, and where the probe begins. */
export function assumedDialect(wanted: WantedMode, options: RequestOptions = {}): Dialect {
  const mode = wanted === 'auto' ? 'logprobs' : wanted;
  const { answerTokens, reasoningEffort, body } = options;
  return {
    mode,
    topLogprobs: mode === 'logprobs' ? MOST_LOGPROBS : 0,
    maxTokensParam: 'max_tokens',
    answerTokens: answerTokens ?? (mode === 'logprobs' ? LOGPROB_TOKENS : VOTE_TOKENS),
    takesTemperature: true,
    takesSchema: true,
    ...(reasoningEffort !== undefined && { reasoningEffort }),
    ...(body && { body }),
  };
}

/** What is known of a model without asking it. */
export function keptProbe(
  { caller, store }: Asker,
  wanted: WantedMode,
  options: RequestOptions = {},
): Probed | undefined {
  return readKept(store.fact(factName(caller.model, wanted, options)));
}

const MOST_LOGPROBS = 20;
const FEWER_LOGPROBS = 5;
/** The first token is what counts; the rest tells a refusal from an answer. */
const LOGPROB_TOKENS = 8;
/** Enough for `{"answer": "yes"}`, however it is cut into tokens. */
const VOTE_TOKENS = 24;

function factName(
  { address, model, variant = '' }: ChatModel,
  wanted: WantedMode,
  options: RequestOptions,
): string {
  const { answerTokens = null, reasoningEffort = null, body = null } = options;
  const said = JSON.stringify([answerTokens, reasoningEffort, body, variant]);
  // Nothing that was said stands in the clear.
  const more = said === NOTHING_SAID ? [] : [sha256Hex(said).slice(0, 16)];
  return `dialect ${JSON.stringify([address, model, wanted, ...more])}`;
}

const NOTHING_SAID = JSON.stringify([null, null, null, '']);

function readKept(text: string | undefined): Probed | undefined {
  if (text === undefined) return undefined;
  const { at, dialect, notes } = JSON.parse(text);
  return Date.now() - at < VALID_MS ? { dialect, notes } : undefined;
}

const QUESTION = 'Is this line a question? Answer with one word: "yes" or "no".';
const SCHEMA_QUESTION = `${QUESTION} Write it as JSON: {"answer": "yes"} or {"answer": "no"}.`;

async function findOut(
  asker: Asker,
  wanted: WantedMode,
  options: RequestOptions,
  signal: AbortSignal | undefined,
): Promise<Probed> {
  const notes: string[] = [];
  let dialect = assumedDialect(wanted, options);
  const without = (why: string): Dialect => {
    if (wanted === 'logprobs') throw new RunStopped('mode', l10n.t('No log probabilities: {0}.', why));
    notes.push(`no log probabilities (${why}); P(yes) is the share of votes`);
    return {
      ...dialect,
      mode: 'votes',
      topLogprobs: 0,
      answerTokens: options.answerTokens ?? Math.max(VOTE_TOKENS, dialect.answerTokens),
    };
  };
  for (;;) {
    let reply: ChatReply;
    try {
      const question = dialect.mode === 'logprobs' ? QUESTION : SCHEMA_QUESTION;
      const messages = [{ role: 'user' as const, content: question }];
      reply = await asker.caller.call(requestIn(dialect, messages, SINGLE_ANSWER, undefined), signal);
    } catch (error) {
      const isCut = error instanceof CallError && error.kind === 'cut';
      if (isCut && options.answerTokens === undefined && dialect.answerTokens < THINKING_TOKENS) {
        dialect = { ...dialect, answerTokens: THINKING_TOKENS };
        notes.push('the model thinks before it answers: calls may take thousands of output tokens');
      } else dialect = adapt(dialect, error, without);
      continue;
    }
    if (dialect.mode !== 'logprobs') return { dialect, notes };
    const seen = Math.max(0, ...(reply.tokens ?? []).map(({ alternatives }) => alternatives.length));
    if (!reply.tokens) dialect = without('the server accepts the wish and gives none');
    else if (seen < 2) dialect = without('the server gives no alternatives to the token that was drawn');
    else {
      if (seen < dialect.topLogprobs)
        notes.push(`${seen} alternatives a token instead of ${MOST_LOGPROBS}: coverage may be lower`);
      return { dialect, notes };
    }
  }
}

const THINKING_TOKENS = 4096;

/** The request without what the server does not take. Each change is made once, so this comes to an end. */
function adapt(dialect: Dialect, error: unknown, without: (why: string) => Dialect): Dialect {
  const isRejected = error instanceof CallError && (error.kind === 'rejected' || error.kind === 'forbidden');
  // The caller takes a 403 for the end of the run; it may be about log probabilities only.
  const isForbidden = error instanceof RunStopped && error.reason === 'forbidden';
  if (!isRejected && !(isForbidden && dialect.mode === 'logprobs')) throw error;
  const said = `${error instanceof CallError ? (error.details.param ?? '') : ''} ${error.message}`;
  if (/max_tokens/.test(said) && dialect.maxTokensParam === 'max_tokens')
    return { ...dialect, maxTokensParam: 'max_completion_tokens' };
  if (/temperature/i.test(said) && dialect.takesTemperature) return { ...dialect, takesTemperature: false };
  if (/response_format|json_schema/i.test(said) && dialect.takesSchema)
    return { ...dialect, takesSchema: false };
  // It does not say what it does not like, or it is the log probabilities: those first.
  if (dialect.mode === 'logprobs') {
    return dialect.topLogprobs > FEWER_LOGPROBS && !isForbidden
      ? { ...dialect, topLogprobs: FEWER_LOGPROBS }
      : without(`the server refuses them: ${error.message}`);
  }
  if (dialect.takesSchema) return { ...dialect, takesSchema: false };
  if (dialect.maxTokensParam === 'max_tokens') return { ...dialect, maxTokensParam: 'max_completion_tokens' };
  if (dialect.takesTemperature) return { ...dialect, takesTemperature: false };
  throw error;
}

import { sha256Hex } from '#sha256';
import type { Dialect, WantedMode } from '../asking/dialect.ts';
import type { RequestOptions } from '../asking/request-options.ts';
import type { Asker } from '../calls/asker.ts';
import type { ChatModel } from '../chat/chat.ts';
import { type Probed, type ProbeOptions, Search } from './search.ts';

/** Found out anew after so long: servers change. */
const VALID_MS = 7 * 24 * 3600 * 1000;

/**
 * Finds out how a model at an address is to be asked, and whether its answers can be read, by asking it something harmless
 * in the run's own form: never by its name. What was found is remembered in the store. Rejects with `RunStopped` where
 * the model cannot be asked at all, or not as the user wants it, and with `CallError` where it does not answer now.
 * `isAnew`: whatever was found before.
 */
export async function probe(
  asker: Asker,
  options: ProbeOptions,
  signal?: AbortSignal,
  isAnew = false,
): Promise<Probed> {
  const kept = isAnew ? undefined : keptProbe(asker, options);
  if (kept) {
    // It has answered before, so what it does not allow now is of the call in question.
    asker.caller.accept();
    return kept;
  }
  const search = new Search(options, assumedDialect(options.wanted, options.request));
  const probed = await search.run((request) => asker.caller.call(request, signal));
  // What could not be read is found out anew the next time.
  if (!probed.isUnread)
    asker.store.setFact(factName(asker.caller.model, options), JSON.stringify({ at: Date.now(), ...probed }));
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
    answerTokens: answerTokens ?? ANSWER_TOKENS,
    takesTemperature: true,
    takesSchema: true,
    ...(reasoningEffort !== undefined && { reasoningEffort }),
    ...(body && { body }),
  };
}

/** What is known of a model without asking it. */
export function keptProbe({ caller, store }: Asker, options: ProbeOptions): Probed | undefined {
  return readKept(store.fact(factName(caller.model, options)));
}

const MOST_LOGPROBS = 20;
/** Enough for `{"answer": "yes"}` or a short sentence, however it is cut into tokens; some servers ask for at least 16. */
const ANSWER_TOKENS = 24;

/** Counted up where the search is another. */
const SEARCH = 2;

function factName(
  { address, model, variant = '' }: ChatModel,
  { wanted, request, prompts }: ProbeOptions,
): string {
  const { answerTokens = null, reasoningEffort = null, body = null } = request ?? {};
  // Nothing that the user said stands in the clear.
  const said = sha256Hex(
    JSON.stringify([SEARCH, answerTokens, reasoningEffort, body, variant, prompts.template ?? null]),
  );
  return `dialect ${JSON.stringify([address, model, wanted, said.slice(0, 16)])}`;
}

function readKept(text: string | undefined): Probed | undefined {
  if (text === undefined) return undefined;
  try {
    const { at, dialect, notes } = JSON.parse(text);
    return Date.now() - at < VALID_MS ? { dialect, notes } : undefined;
  } catch {
    return undefined;
  }
}

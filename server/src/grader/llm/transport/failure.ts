import type { CallErrorKind } from '../chat/chat.ts';
import type { SaidError } from './error-body.ts';

/**
 * What an error is, by the status of HTTP (of an error inside an answer of status 200: what its code amounts to) and
 * by what the server says. Words and codes come first where they say more than the status does: a content filter
 * answers with 400, 403, 422, 424, 446, 451 or 500, a full context with 400, 413, 422, 429 or 500, an
 * account without credit with 400, 402, 403 or 429.
 */
export function kindOfFailure(status: number | undefined, said: SaidError): CallErrorKind {
  const { codes, message, retryAfterMs } = said;
  const isCode = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  const byStatus = kindOfStatus(status ?? 500);
  if (isCode(FILTER_CODES) || said.isFlagged || FILTER_STATUS.has(status ?? 0)) return 'filtered';
  if (isCode(KEY_CODES) || (status !== 429 && KEY_WORDS.test(message))) return 'credentials';
  if (isCode(QUOTA_CODES)) return 'quota';
  if (OUT_OF_TOKENS.test(message)) return 'cut';
  if (isCode(LENGTH_CODES)) return 'too_long';
  if (byStatus === 'credentials' || byStatus === 'quota') return byStatus;
  // Whoever says when to come back has not closed the account.
  if (QUOTA_WORDS.test(message) && (status !== 429 || retryAfterMs === undefined)) return 'quota';
  // A name in the message ("llama-guard-3 does not exist") is no word of a filter.
  if (byStatus === 'not_found') return byStatus;
  if (LENGTH_WORDS.test(message) && !OF_OUR_LIMIT.test(message)) return 'too_long';
  if (byStatus === 'rate_limit') return byStatus;
  const isOfContent = said.param === undefined || CONTENT_PARAMS.test(said.param);
  if (isOfContent && FILTER_WORDS.test(message)) return 'filtered';
  if (status === undefined) return kindInWords(message);
  // llama-cpp-python answers so what it does not take, which asking again does not change.
  if (status === 500 && OF_THE_REQUEST.test(message)) return 'rejected';
  return byStatus;
}

/** How often a limit of days is meant: then a little later is of no use. */
export function isDaily({ message, codes }: SaidError): boolean {
  return [message, ...codes].some((each) => /\bper[-_ ]?day|\bdaily\b|\b[rt]pd\b|perday/i.test(each));
}

function kindOfStatus(status: number): CallErrorKind {
  // 498: Groq's flex tier is at capacity.
  if ([429, 420, 498].includes(status)) return 'rate_limit';
  if ([401, 407, 419, 440].includes(status)) return 'credentials';
  if (status === 402) return 'quota';
  if (status === 403 || status === 511) return 'forbidden';
  if (status === 404 || status === 405 || status === 410) return 'not_found';
  if (status === 408) return 'timeout';
  if (status === 413 || status === 414 || status === 431) return 'too_long';
  if (status === 501 || status === 505) return 'rejected';
  if ([409, 423, 424, 425, 499].includes(status) || status >= 500) return 'server';
  // Redirects come here too: they are not followed.
  return status < 400 ? 'not_found' : 'rejected';
}

/** Of an error without a status; what says nothing that is known may go away. */
function kindInWords(message: string): CallErrorKind {
  if (/rate[ _-]?limit|too many requests|quota|throttl/i.test(message)) return 'rate_limit';
  if (/api[ _-]?key|unauthori[sz]ed|authenticat/i.test(message)) return 'credentials';
  if (NOT_FOUND_WORDS.test(message)) return 'not_found';
  return OF_THE_REQUEST.test(message) ? 'rejected' : 'server';
}

const OF_THE_REQUEST =
  /unsupported|(?:not|n't) (?:yet )?support|not (?:yet )?implemented|invalid (?:request|parameter|value|argument)|validation error|bad request|(?:unexpected|unrecogni[sz]ed|unknown) (?:keyword |request )?(?:argument|parameter|field)|not permitted/i;

/** Gemini rejects a wrong key with 400. */
const KEY_CODES = /^(?:api_?key_?invalid|invalid_?api_?key|incorrect_?api_?key|invalid_?authentication)$/;
const KEY_WORDS =
  /api key not valid|(?:invalid|incorrect|expired|missing) api[ _-]?key|api[ _-]?key (?:is |was )?(?:invalid|expired|missing)/i;
/** Ollama, LM Studio, FastAPI, in answers of 200. */
const NOT_FOUND_WORDS =
  /\bnot found\b|\bdoes(?: not|n't) exist\b|unexpected endpoint|unknown (?:request )?(?:url|model)|no (?:such )?(?:route|endpoint)|not loaded/i;

/** Portkey's and Alibaba's 446, and "unavailable for legal reasons". */
const FILTER_STATUS: ReadonlySet<number> = new Set([446, 451]);

/**
 * OpenAI and Azure, LiteLLM, Gemini (`blockReason`, `finishReason`), Anthropic, Alibaba, Volcengine, Zhipu (1301),
 * MiniMax (1026, 1027), Cloudflare (2016, 2017), Bedrock, Mistral.
 */
const FILTER_CODES =
  /content_?filter|content_?polic|contentpolicy|responsibleaipolicy|moderation_?(?:block|fail|error)|moderation$|data_?inspection|sensitive|guardrail|prohibited_?content|^(?:safety|blocklist|spii|recitation|image_safety|refusal|invalid_prompt|1301|1026|1027|2016|2017)$|policy_?violation|safety_?(?:violation|filter|block)|unsafe_?content|risk_?control/;
const FILTER_WORDS =
  /content[ _-]?(?:management )?polic|content[ _-]?(?:filter|moderation)|requires? moderation|moderation\b.{0,30}(?:block|flag|reject|den(?:y|ied)|fail)|\b(?:was|were|been|is|got|are) flagged|flagged (?:as|for|by)|safety (?:system|filter|setting|guideline|polic|reason|check)|usage (?:polic|guideline)|prohibited[ _]content|responsible[ _]?ai|guardrail|sensitive (?:content|information|words?)|inappropriate content|data[ _]?inspection|(?:prompt|input|output|response|request|content)s? (?:\w+ ){0,3}blocked (?:by|due|because|for)|(?:unsafe|harmful|disallowed) content|\u654f\u611f|\u8fdd\u89c4|\u4e0d\u5b89\u5168|\u5185\u5bb9\u5b89\u5168/i;
const CONTENT_PARAMS = /^(?:prompt|messages?|input|content)/i;

const QUOTA_CODES =
  /insufficient_?(?:quota|balance|credits?|funds)|billing|credit_?limit|payment_?required|arrearage|overdue|quota_?exhausted/;
const QUOTA_WORDS =
  /insufficient (?:quota|balance|credits?|funds)|credit balance is too low|exceeded your current quota|out of credits|(?:requires?|needs?|add) more credits|no credits? (?:left|remaining|available)|billing (?:hard limit|is not active)|account balance|\bin arrears|\u4f59\u989d\u4e0d\u8db3|\u6b20\u8d39/i;

const LENGTH_CODES =
  /context_?(?:length|window|size)|exceed_?context|string_?above_?max|request_?too_?large|prompt_?too_?long|max_?context/;
const LENGTH_WORDS =
  /maximum context length|context[ _-]?(?:length|window|size)|(?:prompt|input|request|messages?|body|payload|entity) (?:is |are |was )?too (?:long|large)|too many (?:input |prompt )?tokens|(?:input|prompt).{0,60}(?:exceed|longer than|too (?:long|large)|must have less)|token count.{0,40}exceed|exceeds? (?:the |its )?(?:maximum|max|limit of the model|model)\b.{0,40}(?:tokens|length|context)|reduce the length|must be reduced|inputs? tokens? \+ .{0,30}must be/i;
/** OpenAI says so with 400 of a model that thought until its tokens were spent. */
const OUT_OF_TOKENS = /max_(?:completion_|output_)?tokens or model output limit was reached/i;
/** It is the answer's limit that does not fit, which is ours to change. */
const OF_OUR_LIMIT =
  /\bmax_(?:completion_|output_|new_)?tokens\b.{0,40}(?:too large|at least|must be|between|less than)/i;

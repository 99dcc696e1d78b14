import type { ModelPatient } from '../../grader/doctor/patient.ts';
import type { RequestOptions } from '../../grader/llm/asking/request-options.ts';
import { normalAddress } from '../../grader/llm/chat/address.ts';
import { checkAnswerStore } from '../../grader/llm/store/answer-store-check.ts';
import { answerStorePath } from '../../grader/llm/store/cache-folder.ts';
import { type Headers, isCredential } from '../../grader/llm/transport/headers.ts';
import { openAiModel } from '../../grader/llm/transport/openai-model.ts';
import type { Policy } from '../../policy/model.ts';
import { isOpenAi, type KeyForAddress, keyFor, limitsOf, priceOf } from '../model/access.ts';
import type { ModelOptions } from '../model/options.ts';
import { headersOf, requestOf } from '../model/request.ts';
import { UsageError } from '../output.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The model that the command line names. What is wrong with it is for the doctor to say. */
export function patientOf(
  options: ModelOptions,
  grader: Policy['grader'] | undefined,
  environment: Environment,
): ModelPatient {
  const { baseUrl, timeout, concurrency, mode } = options;
  const model = options.model ?? grader?.model ?? '';
  const key = keyOf(baseUrl, environment);
  const apiKey = key?.apiKey;
  const { request, headers = {}, problem } = requestsOf(options, key !== undefined, environment);
  const price = priceOf(options, environment);
  return {
    kind: 'openai',
    baseUrl,
    model,
    ...(apiKey !== undefined && { apiKey }),
    keySource: sourceOf(key, headers),
    headers: Object.keys(headers),
    ...(request && { request }),
    ...(problem !== undefined && { requestProblem: problem }),
    mode: mode !== 'auto' ? mode : (grader?.probability ?? 'auto'),
    ...(price && { price }),
    limits: key ? limitsOf({ ...options, model }, price, normalAddress(baseUrl)).limits : { calls: 0 },
    timeoutMs: timeout * 1000,
    names: {
      baseUrl: '--base-url',
      model: '--model',
      mode: '--mode',
      price: '--price input,output (or RBR_PRICE)',
      timeout: '--timeout',
      concurrency: '--concurrency',
      listing: '`rbr models`',
      request: '--answer-tokens, --reasoning-effort, --body or --header (or their variables)',
      certificates: '--ca-file or NODE_EXTRA_CA_CERTS',
      setKey: `Set ${key?.variable ?? 'RBR_API_KEY'} to a key`,
    },
    open: () =>
      openAiModel({
        baseUrl,
        model,
        headers,
        timeoutMs: timeout * 1000,
        connections: concurrency,
        ...(options.caFile !== undefined && { caFile: options.caFile }),
        ...(apiKey !== undefined && { apiKey }),
      }),
    checkStore: () => checkAnswerStore(answerStorePath()),
  };
}

/** Undefined where there is no address that it could be for. */
function keyOf(baseUrl: string, environment: Environment): KeyForAddress | undefined {
  try {
    return keyFor(normalAddress(baseUrl), environment);
  } catch {
    return undefined;
  }
}

interface Requests {
  readonly request?: RequestOptions | undefined;
  readonly headers?: Headers;
  readonly problem?: string;
}

function requestsOf(options: ModelOptions, hasAddress: boolean, environment: Environment): Requests {
  const isOpenAis = hasAddress && isOpenAi(normalAddress(options.baseUrl));
  try {
    return {
      request: requestOf(options, environment),
      headers: headersOf(options, environment, isOpenAis),
    };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message };
    throw error;
  }
}

function sourceOf(key: KeyForAddress | undefined, headers: Headers): string {
  const credentials = Object.keys(headers).filter(isCredential);
  if (credentials.length > 0) return `from the header ${credentials.join(', ')}`;
  if (!key || key.apiKey === undefined) return key?.notes[0] ?? 'none is set';
  return `from ${key.variable}`;
}

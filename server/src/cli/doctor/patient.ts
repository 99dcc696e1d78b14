import type { ModelPatient } from '../../grader/doctor/patient.ts';
import { checkAnswerStore } from '../../grader/llm/answer-store-check.ts';
import { answerStorePath } from '../../grader/llm/cache-folder.ts';
import { normalAddress, openAiModel } from '../../grader/llm/openai-model.ts';
import type { Policy } from '../../policy/model.ts';
import { type KeyForAddress, keyFor, limitsOf, priceOf } from '../model/access.ts';
import type { ModelOptions } from '../model/options.ts';

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
  const price = priceOf(options, environment);
  return {
    kind: 'openai',
    baseUrl,
    model,
    ...(apiKey !== undefined && { apiKey }),
    keySource: sourceOf(key),
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
      setKey: `Set ${key?.variable ?? 'RBR_API_KEY'} to a key`,
    },
    open: () =>
      openAiModel({
        baseUrl,
        model,
        timeoutMs: timeout * 1000,
        connections: concurrency,
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

function sourceOf(key: KeyForAddress | undefined): string {
  if (!key || key.apiKey === undefined) return key?.notes[0] ?? 'none is set';
  return `from ${key.variable}`;
}

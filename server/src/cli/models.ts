import { CallError } from '../grader/llm/chat/chat.ts';
import { findLocalServers, LOCAL_PORTS, type LocalServer } from '../grader/llm/transport/local-servers.ts';
import { openAiModel } from '../grader/llm/transport/openai-model.ts';
import { isOpenAi, keyFor, readAddress } from './model/access.ts';
import { headersOf, type RequestFlags } from './model/request.ts';
import { EXIT, note, printJson, UsageError } from './output.ts';

export interface ModelsOptions extends RequestFlags {
  /** Absent: what is on this machine. */
  readonly baseUrl?: string;
  readonly ports?: readonly number[];
  readonly timeout?: number;
  readonly format: 'text' | 'json';
}

/**
 * `rbr models`: the models that are offered at an address, or by the model servers on this machine. 1 where there are
 * none. Throws `UsageError` where an address that is named does not tell.
 */
export async function models(options: ModelsOptions): Promise<number> {
  const { baseUrl, ports = LOCAL_PORTS, timeout, format } = options;
  const limit = timeout === undefined ? {} : { timeoutMs: timeout * 1000 };
  const servers =
    baseUrl === undefined
      ? await findLocalServers({ ports, ...limit })
      : [await serverAt(baseUrl, options, process.env)];
  if (format === 'json') printJson({ servers });
  else process.stdout.write(servers.map(lines).join('\n'));
  if (servers.length === 0)
    note(`No model server answers on this machine, at the ports ${ports.join(', ')} (--ports names others).`);
  return servers.some(({ models: offered, needsKey }) => offered.length > 0 || needsKey)
    ? EXIT.fine
    : EXIT.findings;
}

const TIMEOUT_S = 10;

async function serverAt(
  baseUrl: string,
  options: ModelsOptions,
  environment: NodeJS.ProcessEnv,
): Promise<LocalServer> {
  const address = readAddress(baseUrl);
  const { apiKey, variable } = keyFor(address, environment);
  const model = await openAiModel({
    baseUrl: address,
    model: '',
    ...(apiKey !== undefined && { apiKey }),
    headers: headersOf(options, environment, isOpenAi(address)),
    timeoutMs: (options.timeout ?? TIMEOUT_S) * 1000,
    connections: 1,
  });
  const where = { name: new URL(address).host, baseUrl: address };
  try {
    return { ...where, models: (await model.list?.()) ?? [], needsKey: false };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    if (error.kind === 'credentials' && apiKey === undefined)
      throw new UsageError(`${where.name} wants a key before it lists its models: set ${variable}.`);
    throw new UsageError(`${where.name} does not list its models: ${error.message}`);
  }
}

function lines({ name, baseUrl, models: offered, needsKey }: LocalServer): string {
  const head = name === new URL(baseUrl).host ? baseUrl : `${name} at ${baseUrl}`;
  const said = needsKey ? ['needs a key: set RBR_API_KEY and name it with --base-url'] : offered;
  return [head, ...(said.length > 0 ? said : ['has no models']).map((each) => `  ${each}`), ''].join('\n');
}

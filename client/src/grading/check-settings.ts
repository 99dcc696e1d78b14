/** What of the grader's settings cannot be as it is, or is not what one would want; free of `vscode`. */
export interface SettingProblem {
  readonly setting:
    | 'baseUrl'
    | 'prices'
    | 'budget.usd'
    | 'budget.calls'
    | 'timeoutSeconds'
    | 'concurrency'
    | 'votes'
    | 'answerTokens'
    | 'reasoningEffort'
    | 'body'
    | 'headers'
    | 'localPorts';
  readonly is:
    | 'no address'
    | 'has credentials'
    | 'clear text'
    | 'no price'
    | 'no amount'
    | 'no request'
    | 'no ports';
  /** The value, or the part of it, that is meant. */
  readonly value: string;
}

/** As they are in the user's settings, which anything may have been written into. */
export interface RawSettings {
  readonly kind: unknown;
  readonly baseUrl: unknown;
  readonly prices: unknown;
  readonly amounts: Readonly<
    Record<
      'budget.usd' | 'budget.calls' | 'timeoutSeconds' | 'concurrency' | 'votes' | 'answerTokens',
      unknown
    >
  >;
  readonly reasoningEffort: unknown;
  readonly body: unknown;
  readonly headers: unknown;
  readonly localPorts: unknown;
}

export function problemsOf(raw: RawSettings): SettingProblem[] {
  const { kind, baseUrl, prices, amounts } = raw;
  return [
    ...(kind === 'openai' ? ofAddress(baseUrl) : []),
    ...ofPrices(prices),
    ...Object.entries(amounts).flatMap(([setting, value]): SettingProblem[] => {
      const problem = { setting: setting as SettingProblem['setting'], is: 'no amount' as const };
      return isAmountFor(setting, value) ? [] : [{ ...problem, value: JSON.stringify(value) ?? '' }];
    }),
    ...ofRequests(raw),
  ];
}

/** What is sent along; a value is not repeated, since it may be a secret. The server says what of it is not free. */
function ofRequests({ reasoningEffort, body, headers, localPorts }: RawSettings): SettingProblem[] {
  const isText = (value: unknown) => typeof value === 'string';
  const sound = {
    reasoningEffort: isText(reasoningEffort),
    body: isObject(body ?? {}),
    headers: isObject(headers ?? {}) && Object.values(headers ?? {}).every(isText),
  };
  const isPort = (port: unknown) => Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535;
  const hasPorts = Array.isArray(localPorts) && localPorts.every(isPort);
  return [
    ...(['reasoningEffort', 'body', 'headers'] as const).flatMap((setting): SettingProblem[] =>
      sound[setting] ? [] : [{ setting, is: 'no request', value: '' }],
    ),
    ...(hasPorts
      ? []
      : [{ setting: 'localPorts', is: 'no ports', value: JSON.stringify(localPorts) ?? '' } as const]),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ofAddress(baseUrl: unknown): SettingProblem[] {
  const setting = 'baseUrl';
  const value = String(baseUrl);
  const url =
    typeof baseUrl === 'string' && URL.canParse(baseUrl.trim()) ? new URL(baseUrl.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return [{ setting, is: 'no address', value }];
  // What is in it is shown nowhere: it may be a key. Azure's version is none.
  if (
    url.username !== '' ||
    url.password !== '' ||
    [...url.searchParams.keys()].some((name) => name !== 'api-version')
  )
    return [{ setting, is: 'has credentials', value: url.host }];
  if (url.protocol === 'http:' && !isThisMachine(url.hostname))
    return [{ setting, is: 'clear text', value: url.host }];
  return [];
}

export function isThisMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

function ofPrices(prices: unknown): SettingProblem[] {
  if (typeof prices !== 'object' || prices === null || Array.isArray(prices))
    return [{ setting: 'prices', is: 'no price', value: JSON.stringify(prices) ?? '' }];
  return Object.entries(prices).flatMap(([model, price]): SettingProblem[] =>
    priceOf(price) ? [] : [{ setting: 'prices', is: 'no price', value: model }],
  );
}

/** Half a price is none: costs would be counted too low. */
export function priceOf(price: unknown): { readonly input: number; readonly output: number } | undefined {
  if (typeof price !== 'object' || price === null || !('input' in price) || !('output' in price))
    return undefined;
  const { input, output } = price;
  return isDollars(input) && isDollars(output) ? { input, output } : undefined;
}

function isDollars(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Whether the value may stand in a setting that is an amount; `null`: no limit in money, or what is found out. */
export function isAmountFor(setting: string, value: unknown): boolean {
  if (value === null) return setting === 'budget.usd' || setting === 'answerTokens';
  return setting === 'budget.usd'
    ? isDollars(value)
    : typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

/** What of the grader's settings cannot be as it is, or is not what one would want; free of `vscode`. */
export interface SettingProblem {
  readonly setting:
    | 'baseUrl'
    | 'prices'
    | 'budget.usd'
    | 'budget.calls'
    | 'timeoutSeconds'
    | 'concurrency'
    | 'votes';
  readonly is: 'no address' | 'has credentials' | 'clear text' | 'no price' | 'no amount';
  /** The value, or the part of it, that is meant. */
  readonly value: string;
}

/** As they are in the user's settings, which anything may have been written into. */
export interface RawSettings {
  readonly kind: unknown;
  readonly baseUrl: unknown;
  readonly prices: unknown;
  readonly amounts: Readonly<Record<Exclude<SettingProblem['setting'], 'baseUrl' | 'prices'>, unknown>>;
}

export function problemsOf({ kind, baseUrl, prices, amounts }: RawSettings): SettingProblem[] {
  return [
    ...(kind === 'openai' ? ofAddress(baseUrl) : []),
    ...ofPrices(prices),
    ...Object.entries(amounts).flatMap(([setting, value]): SettingProblem[] => {
      const problem = { setting: setting as SettingProblem['setting'], is: 'no amount' as const };
      return isAmountFor(setting, value) ? [] : [{ ...problem, value: JSON.stringify(value) ?? '' }];
    }),
  ];
}

function ofAddress(baseUrl: unknown): SettingProblem[] {
  const setting = 'baseUrl';
  const value = String(baseUrl);
  const url =
    typeof baseUrl === 'string' && URL.canParse(baseUrl.trim()) ? new URL(baseUrl.trim()) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return [{ setting, is: 'no address', value }];
  // What is in it is shown nowhere: it may be a key.
  if (url.username !== '' || url.password !== '' || url.search !== '')
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

/** Whether the value may stand in a setting that is an amount; `null` is no limit in money. */
export function isAmountFor(setting: string, value: unknown): boolean {
  return setting === 'budget.usd'
    ? value === null || isDollars(value)
    : typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

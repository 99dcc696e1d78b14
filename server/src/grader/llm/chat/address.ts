import * as l10n from '@vscode/l10n';

/**
 * Without a slash at its end, credentials or the name of what is asked there; two writings of one address are one key
 * of the cache. A query stays: Azure's `api-version` belongs to the address. Throws a TypeError where it is none.
 */
export function normalAddress(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new TypeError(l10n.t('"{0}" is no http or https address.', baseUrl));
  const path = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '');
  return `${url.origin}${path}${url.search}`;
}

/** For people: without the query, which may hold what is nobody's business. */
export function addressInWords(address: string): string {
  // A model of the editor has none.
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`;
}

const AZURE =
  /\.(?:openai\.azure\.(?:com|us|cn)|cognitiveservices\.azure\.(?:com|us|cn)|services\.ai\.azure\.com|azure-api\.net)$/i;

/** Whether Azure's service is at an address, by its host. */
export function isAzure(address: string): boolean {
  return AZURE.test(new URL(address).hostname);
}

/**
 * The headers that carry a key. Azure wants its keys as `api-key` and its tokens (of Entra, which begin with `eyJ`) as
 * `Authorization`; a gateway before it, told by `api-version` in the query, gets both.
 */
export function keyHeaders(address: string, apiKey: string | undefined): Readonly<Record<string, string>> {
  if (apiKey === undefined) return {};
  const authorization = `Bearer ${apiKey}`;
  if (isAzure(address)) return apiKey.startsWith('eyJ') ? { authorization } : { 'api-key': apiKey };
  return new URL(address).searchParams.has('api-version')
    ? { authorization, 'api-key': apiKey }
    : { authorization };
}

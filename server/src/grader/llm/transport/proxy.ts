import { BlockList, isIP } from 'node:net';
import * as l10n from '@vscode/l10n';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that calls to an address go through. */
export interface HttpProxy {
  readonly url: URL;
  /** The variable that names it. */
  readonly variable: string;
}

/**
 * The proxy for an address by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in lower case as well, as curl
 * reads them. Undefined for none, and always for this machine: a model server on it is not behind a proxy. Throws a
 * TypeError where a variable names what is no http proxy.
 */
export function proxyFor(address: URL, environment: Environment): HttpProxy | undefined {
  if (isLoopback(address.hostname)) return undefined;
  const scheme = address.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const names = [scheme, scheme.toUpperCase(), 'all_proxy', 'ALL_PROXY'];
  const variable = names.find((name) => (environment[name] ?? '').trim() !== '');
  if (variable === undefined) return undefined;
  if (isExcepted(address, environment.no_proxy ?? environment.NO_PROXY ?? '')) return undefined;
  const written = (environment[variable] as string).trim();
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? written : `http://${written}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new TypeError(
      l10n.t('{0} names no http or https proxy: "{1}".', variable, withoutPassword(url?.href ?? written)),
    );
  return { url, variable };
}

/** For people: a proxy's address without the name and the password in it. */
export function proxyInWords({ url }: HttpProxy): string {
  return `${url.protocol}//${url.host}`;
}

function withoutPassword(text: string): string {
  return text.replace(/\/\/[^@/]*@/, '//');
}

export function isLoopback(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' || name.endsWith('.localhost') || name === '::1' || /^127(\.\d+){3}$/.test(name)
  );
}

/** `*`, `host`, `.suffix`, `*.suffix`, `host:port`, addresses and `10.0.0.0/8`; a host stands for what is below it too. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const usedPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      if (entry.includes('/')) return isInSubnet(name, entry);
      const [, host = entry, entryPort] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      if (entryPort !== undefined && entryPort !== usedPort) return false;
      const bare = host.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
      return name === bare || (isIP(name) === 0 && name.endsWith(`.${bare}`));
    });
}

function isInSubnet(name: string, entry: string): boolean {
  const [network = '', prefix = ''] = entry.split('/');
  const family = isIP(name);
  const bits = Number(prefix);
  if (family === 0 || isIP(network) !== family || !(bits >= 0 && bits <= (family === 4 ? 32 : 128)))
    return false;
  const block = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  block.addSubnet(network, bits, type);
  return block.check(name, type);
}

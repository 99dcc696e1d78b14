import { expect, it } from 'vitest';
import { proxyFor, proxyInWords } from './proxy.ts';

const HTTPS = { HTTPS_PROXY: 'http://proxy.example:3128' };

it.each<[string, Record<string, string>, string | undefined]>([
  ['https://api.example/v1', HTTPS, 'http://proxy.example:3128'],
  ['http://api.example/v1', HTTPS, undefined],
  ['http://api.example/v1', { http_proxy: 'proxy.example:8080' }, 'http://proxy.example:8080'],
  ['https://api.example/v1', { https_proxy: 'http://low', HTTPS_PROXY: 'http://high' }, 'http://low'],
  ['https://api.example/v1', { ALL_PROXY: 'https://user:secret@all.example' }, 'https://all.example'],
  ['https://api.example/v1', { HTTPS_PROXY: ' ' }, undefined],
  // This machine is never behind a proxy.
  ['https://localhost:8000/v1', HTTPS, undefined],
  ['https://127.0.0.1:8000/v1', HTTPS, undefined],
  ['https://[::1]:8000/v1', HTTPS, undefined],
  // NO_PROXY
  ['https://api.example/v1', { ...HTTPS, NO_PROXY: '*' }, undefined],
  ['https://api.example/v1', { ...HTTPS, NO_PROXY: 'other,api.example' }, undefined],
  ['https://api.example/v1', { ...HTTPS, no_proxy: 'example' }, undefined],
  ['https://api.example/v1', { ...HTTPS, no_proxy: '.example' }, undefined],
  ['https://api.example/v1', { ...HTTPS, no_proxy: '*.example' }, undefined],
  ['https://api.example/v1', { ...HTTPS, no_proxy: 'ample' }, 'http://proxy.example:3128'],
  ['https://api.example/v1', { ...HTTPS, no_proxy: 'api.example:8443' }, 'http://proxy.example:3128'],
  ['https://api.example/v1', { ...HTTPS, no_proxy: 'API.example:443' }, undefined],
  ['https://10.1.2.3/v1', { ...HTTPS, no_proxy: '10.0.0.0/8' }, undefined],
  ['https://11.1.2.3/v1', { ...HTTPS, no_proxy: '10.0.0.0/8 192.168.0.0/16' }, 'http://proxy.example:3128'],
  ['https://[fd00::1]/v1', { ...HTTPS, no_proxy: 'fd00::/8' }, undefined],
])('%s with %j', (address, environment, proxy) => {
  const found = proxyFor(new URL(address), environment);
  expect(found && proxyInWords(found)).toBe(proxy);
});

it('says which variable names what is no proxy, without its password', () => {
  const read = () => proxyFor(new URL('https://a.example'), { all_proxy: 'socks5://me:secret@p.example' });
  expect(read).toThrow(/all_proxy names no http or https proxy: "socks5:\/\/p\.example"/);
});

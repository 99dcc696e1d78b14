/** An authority of one's own and a certificate that it signs, made anew for each test by OpenSSL. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestCertificates {
  /** The authority's certificate, a file of PEM. */
  readonly caFile: string;
  readonly key: string;
  readonly cert: string;
}

/** For `judge.example`, `localhost` and 127.0.0.1. */
export async function makeCertificates(folder: string): Promise<TestCertificates> {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => run('openssl', args, { cwd: folder });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  );
  await openssl('req', ...key, '-keyout', 'host.key', '-out', 'host.csr', '-subj', '/CN=judge.example');
  await writeFile(at('san.cnf'), 'subjectAltName=DNS:judge.example,DNS:localhost,IP:127.0.0.1\n');
  const signed = [
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'san.cnf',
  ];
  await openssl('x509', '-req', '-in', 'host.csr', ...signed, '-out', 'host.pem');
  return {
    caFile: at('ca.pem'),
    key: await readFile(at('host.key'), 'utf8'),
    cert: await readFile(at('host.pem'), 'utf8'),
  };
}

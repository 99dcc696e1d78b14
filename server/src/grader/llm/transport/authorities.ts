import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import * as l10n from '@vscode/l10n';

/** Those that Node trusts by itself, with those of `NODE_EXTRA_CA_CERTS`. */
function authoritiesOfNode(): string[] {
  // Node has it since 22.15.
  if (tls.getCACertificates) return tls.getCACertificates('default');
  const extra = process.env.NODE_EXTRA_CA_CERTS;
  return [...tls.rootCertificates, ...(extra ? [readFileSync(extra, 'utf8')] : [])];
}

/**
 * The authorities that Node trusts and those in a file of PEM. Throws a TypeError with words for the user where the
 * file cannot be read or holds no certificate.
 */
export function authoritiesWith(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TypeError(
      l10n.t('The file of certificates cannot be read: {0}', error instanceof Error ? error.message : file),
    );
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new TypeError(l10n.t('{0} holds no certificate in PEM.', file));
  return [...authoritiesOfNode(), text];
}

/** The same with those that the system trusts; undefined where this Node cannot tell, or the system has no others. */
export function authoritiesOfSystem(): string[] | undefined {
  if (!tls.getCACertificates) return undefined;
  try {
    const system = tls.getCACertificates('system');
    return system.length > 0 ? [...authoritiesOfNode(), ...system] : undefined;
  } catch {
    return undefined;
  }
}

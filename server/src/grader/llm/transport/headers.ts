import * as l10n from '@vscode/l10n';
import { sha256Hex } from '#sha256';

/** Headers that the user wants with each request, by name. Their values may be secrets: they are never shown. */
export type Headers = Readonly<Record<string, string>>;

/** What the connection says of itself; another value would break it. Answers are read as they come, uncompressed. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  ...['host', 'connection', 'keep-alive', 'upgrade', 'te', 'trailer', 'expect', 'accept-encoding'],
  ...['content-length', 'content-type', 'content-encoding', 'transfer-encoding'],
]);

/** Why these cannot be sent, in words and without a value; undefined: they can. They come from anywhere. */
export function headersProblem(headers: unknown): string | undefined {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers))
    return l10n.t('Headers are an object of names and texts.');
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return l10n.t('"{0}" is no name of a header.', name);
    if (OF_THE_CONNECTION.has(lower))
      return l10n.t('The header {0} belongs to the connection and cannot be set.', name);
    if (seen.has(lower)) return l10n.t('The header {0} is given twice.', name);
    if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      return l10n.t('The value of the header {0} is no text that a header can hold.', name);
    const variable = /\$\{env:(\w*)\}/.exec(value)?.[1];
    if (variable !== undefined)
      return l10n.t(
        'The header {0} wants the variable {1} of the environment, which is not set.',
        name,
        variable,
      );
    seen.add(lower);
  }
  return undefined;
}

/** Whether a header says who asks, and nothing of how the request is answered. */
export function isCredential(name: string): boolean {
  return /(^|-)(authorization|api-?key|subscription-key|auth|token|secret|password|cookie)$|^cf-access-/i.test(
    name,
  );
}

/**
 * A digest of what the headers may change in an answer, for the keys of what is remembered; undefined: nothing. Those
 * that only say who asks are left out: with another key the model is the same.
 */
export function variantOf(headers: Headers): string | undefined {
  const telling = Object.entries(headers)
    .filter(([name]) => !isCredential(name))
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return telling.length === 0 ? undefined : sha256Hex(JSON.stringify(telling)).slice(0, 16);
}

/** A part of a value that is shorter may stand in any text by chance. */
const SECRET_LENGTH = 6;

/** The text without the values of the headers, whole or in the parts that a server may repeat. */
export function withoutValues(text: string, headers: Headers): string {
  const parts = Object.entries(headers).flatMap(([name, value]) => {
    const whole = value.trim();
    const pieces = [...whole.split(/[\s;,=]+/), ...decodedBasic(whole)];
    const long = pieces.filter((piece) => piece.length >= SECRET_LENGTH);
    return whole !== '' && (isCredential(name) || whole.length >= SECRET_LENGTH) ? [whole, ...long] : long;
  });
  return parts
    .sort((a, b) => b.length - a.length)
    .reduce((hidden, part) => hidden.replaceAll(part, '[header]'), text);
}

/** `user:password` and the password of a header for basic authentication. */
function decodedBasic(value: string): string[] {
  const encoded = /^basic\s+([\w+/=-]+)$/i.exec(value)?.[1];
  if (encoded === undefined) return [];
  try {
    const plain = atob(encoded);
    return [plain, plain.slice(plain.indexOf(':') + 1)];
  } catch {
    return [];
  }
}

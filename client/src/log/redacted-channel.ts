import type { LogOutputChannel } from 'vscode';

/**
 * The output channel for the language client: what it writes (with `rbr.trace.server`, every message) has no key in
 * it. The message that tells the server who grades is the one that holds a key.
 */
export function redactedChannel(channel: LogOutputChannel): LogOutputChannel {
  const writing = new Set<PropertyKey>([
    ...['trace', 'debug', 'info', 'warn', 'error', 'append', 'appendLine', 'replace'],
  ]);
  return new Proxy(channel, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== 'function') return value;
      if (!writing.has(property)) return value.bind(target);
      return (...given: readonly unknown[]) => value.apply(target, given.map(withoutKeys));
    },
  });
}

function withoutKeys(value: unknown): unknown {
  if (typeof value === 'string') return redacted(value);
  if (typeof value !== 'object' || value === null || value instanceof Error) return value;
  return JSON.parse(redacted(JSON.stringify(value)));
}

/** Whatever stands in JSON as `apiKey`, and the values of what stands as `headers`. */
export function redacted(text: string): string {
  return text
    .replace(/("apiKey"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"[key]"')
    .replace(
      /("headers"\s*:\s*\{)((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\}/g,
      (_, begin: string, fields: string) =>
        `${begin}${fields.replace(/("(?:[^"\\]|\\.)*"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1"[header]"')}}`,
    );
}

import { describe, expect, it } from 'vitest';
import type { LogOutputChannel } from 'vscode';
import { redactedChannel } from './redacted-channel.ts';

const KEY = 'sk-"quoted\\key';

/** A channel as far as it writes. */
function channel() {
  const written: unknown[] = [];
  const write = (...given: unknown[]) => void written.push(...given);
  const real = {
    ...{ name: 'log', trace: write, debug: write, info: write, warn: write, error: write },
    ...{ append: write, appendLine: write, replace: write },
  };
  return { written, redacted: redactedChannel(real as unknown as LogOutputChannel) };
}

describe('a log without keys', () => {
  it.each(['trace', 'debug', 'info', 'warn', 'error', 'append', 'appendLine', 'replace'] as const)(
    '%s',
    (way) => {
      const { written, redacted } = channel();
      redacted[way](`Params: ${JSON.stringify({ kind: 'openai', apiKey: KEY, model: 'm' }, null, 4)}`);
      expect(written.join()).toContain('"apiKey": "[key]"');
      expect(written.join()).toContain('"model": "m"');
      expect(written.join()).not.toContain('quoted');
    },
  );

  it('keeps the names of headers and none of their values', () => {
    const { written, redacted } = channel();
    const headers = { 'X-Gate': '{"braces"} of the gate', Authorization: `Bearer ${KEY}` };
    for (const indent of [undefined, 4])
      redacted.trace(`Params: ${JSON.stringify({ baseUrl: 'u', headers, model: 'm' }, null, indent)}`);
    redacted.info('told', { headers });
    const all = JSON.stringify(written);
    expect(all).toContain('X-Gate');
    expect(all).toContain('Authorization');
    expect(all).toContain('baseUrl');
    expect(all).not.toMatch(/of the gate|quoted|Bearer/);
  });

  it('also where data are given as such', () => {
    const { written, redacted } = channel();
    redacted.info('told', { apiKey: KEY, nested: [{ apiKey: KEY }] });
    expect(JSON.stringify(written)).not.toContain('quoted');
    expect(redacted.name).toBe('log');
  });
});

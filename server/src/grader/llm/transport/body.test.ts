import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleEvents, firstWords, isEventStream, parseLenient } from './body.ts';

describe('JSON as Python writes it', () => {
  it('is read: a logarithm of minus infinity is a probability of 0, the rest is null', () => {
    const text = '\uFEFF {"a": -Infinity, "b": [NaN, Infinity], "c": "NaN, -Infinity \\" Infinity"}';
    const read = parseLenient(text) as { a: number };
    expect(read).toEqual({ a: -9999, b: [null, null], c: 'NaN, -Infinity " Infinity' });
    expect(Math.exp(read.a)).toBe(0);
  });

  it('is read as JSON.parse reads it wherever that can', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseLenient(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('what Python writes comes back, numbers that JSON has not aside', () => {
    // Python's json.dumps, over our own walk of the value.
    const python = (value: unknown): string => {
      if (typeof value === 'number')
        return Number.isNaN(value)
          ? 'NaN'
          : Number.isFinite(value)
            ? JSON.stringify(value)
            : value > 0
              ? 'Infinity'
              : '-Infinity';
      if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
      if (typeof value === 'object' && value !== null)
        return `{${Object.entries(value)
          .map(([key, each]) => `${JSON.stringify(key)}: ${python(each)}`)
          .join(', ')}}`;
      return JSON.stringify(value);
    };
    const readable = (value: unknown): unknown => {
      if (typeof value === 'number')
        return Number.isFinite(value)
          ? JSON.parse(JSON.stringify(value))
          : value === Number.NEGATIVE_INFINITY
            ? -9999
            : null;
      if (Array.isArray(value)) return value.map(readable);
      if (typeof value === 'object' && value !== null)
        return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
      return value;
    };
    const texts = fc.oneof(fc.string(), fc.constantFrom('NaN', '-Infinity', '"Infinity', '\\'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.double(),
        texts,
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value')),
        fc.dictionary(
          texts.filter((key) => key !== '__proto__'),
          tie('value'),
        ),
      ),
    }));
    fc.assert(
      fc.property(value, (written) => {
        expect(parseLenient(python(written))).toEqual(readable(written));
      }),
    );
  });

  it('what is none is undefined', () => {
    for (const text of ['', '<html>', '{"a": ', 'NaN NaN', '{"choices": [Infinity'])
      expect(parseLenient(text)).toBeUndefined();
  });
});

describe('a stream of events', () => {
  const events = (...chunks: unknown[]) =>
    [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}`), 'data: [DONE]'].join('\n\n');
  const delta = (content: string, more: object = {}) => ({
    id: 'c',
    object: 'chat.completion.chunk',
    model: 'm',
    choices: [{ index: 0, delta: { content }, ...more }],
  });

  it('is told by its type or its first lines', () => {
    expect(isEventStream('text/event-stream; charset=utf-8', '')).toBe(true);
    expect(isEventStream('application/json', ': OPENROUTER PROCESSING\n\ndata: {}\n\n')).toBe(true);
    expect(isEventStream('application/json', '{"data": "data: {}"}')).toBe(false);
  });

  it('amounts to the answer that it brings piece by piece, log probabilities and usage included', () => {
    const pieces = fc.array(fc.string(), { minLength: 1 });
    fc.assert(
      fc.property(pieces, (texts) => {
        const chunks = texts.map((text, index) =>
          delta(text, { logprobs: { content: [{ token: text, logprob: -index, top_logprobs: [] }] } }),
        );
        const end = {
          ...delta('', { finish_reason: 'stop' }),
          usage: { prompt_tokens: 1, completion_tokens: 2 },
        };
        expect(assembleEvents(`: comment\n\n${events(...chunks, end)}`)).toMatchObject({
          choices: [
            {
              message: { role: 'assistant', content: texts.join('') },
              logprobs: { content: texts.map((token) => ({ token })) },
              finish_reason: 'stop',
            },
          ],
          usage: { prompt_tokens: 1, completion_tokens: 2 },
        });
      }),
    );
  });

  it('that breaks off, or holds nothing, is no answer', () => {
    expect(assembleEvents(`data: ${JSON.stringify(delta('Ye'))}\n\n`)).toBeUndefined();
    expect(assembleEvents('data: [DONE]')).toBeUndefined();
    expect(assembleEvents('')).toBeUndefined();
  });

  it('with an error in it is the error', () => {
    const error = { error: { code: 429, message: 'Too many.' } };
    expect(assembleEvents(events(delta('Ye'), error))).toEqual(error);
  });
});

it('the first words of a page are what is to be read on it', () => {
  const page =
    '<html><head><title>No</title><script>let a = "<p>";</script></head><body>Blocked &amp; done</body>';
  expect(firstWords(page, 'text/html')).toBe('No Blocked &amp; done');
  expect(firstWords('x'.repeat(1000), 'text/plain')).toHaveLength(160);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Line, linesOf } from './lines.ts';

async function read(chunks: readonly (string | Uint8Array)[], maxLength?: number): Promise<Line[]> {
  const stream = (async function* () {
    yield* chunks;
  })();
  const lines: Line[] = [];
  for await (const line of linesOf(stream, maxLength)) lines.push(line);
  return lines;
}

/** Bytes cut at these places, in the middle of characters too. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
}

describe('lines of a stream', () => {
  it('numbers them, says where they begin, and takes off line ends and the byte order mark', async () => {
    expect(await read(['\uFEFFa\r\n', '\nb', 'c\r\n\uFEFFd'])).toEqual([
      { number: 1, start: 1, text: 'a' },
      { number: 2, start: 4, text: '' },
      { number: 3, start: 5, text: 'bc' },
      { number: 4, start: 9, text: '\uFEFFd' },
    ]);
  });

  it('finds what splitting the whole text finds, however the bytes are cut', async () => {
    const text = fc
      .array(
        fc.oneof(fc.string({ unit: 'grapheme', maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\r', '🙂')),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 8 }), async (whole, places) => {
        const lines = await read(cut(new TextEncoder().encode(whole), places));
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lines.map(({ text: line }) => line)).toEqual(expected.map((line) => line.replace(/\r$/, '')));
        for (const { number, start, text: line = '' } of lines) {
          expect(whole.slice(0, start).split('\n')).toHaveLength(number);
          expect(whole.slice(start, start + line.length)).toBe(line);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps nothing of a line that is too long, and goes on after it', async () => {
    expect(await read(['abc', 'def', 'ghi\nshort\n', 'abcdefgh\n12345'], 5)).toEqual([
      { number: 1, start: 0, text: undefined },
      { number: 2, start: 10, text: 'short' },
      { number: 3, start: 16, text: undefined },
      { number: 4, start: 25, text: '12345' },
    ]);
  });
});

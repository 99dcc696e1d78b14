import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWER, BARE, CUT_OFF, TALK, THOUGHT, WHOLE } from '../../../../test/support/rollouts.ts';
import { splitReasoning } from './split.ts';

describe('texts as models leave them', () => {
  it.each(WHOLE)('thought and answer: %j', (text) => {
    const split = splitReasoning(text);
    expect(split).toMatchObject({ thought: THOUGHT, answer: ANSWER, complete: true });
    expect(split.format).toBeDefined();
  });

  it.each(BARE)('an answer alone: %j', (text) => {
    const { thought, answer, complete, markers } = splitReasoning(text);
    expect({ thought, answer, complete }).toEqual({ thought: undefined, answer: ANSWER, complete: true });
    expect(/answer|final/.test(text) || markers.length > 0).toBe(true);
  });

  it.each(CUT_OFF)('cut off within the thought: %j', (text) => {
    expect(splitReasoning(text)).toMatchObject({ thought: THOUGHT, answer: '', ranges: [], complete: false });
  });

  it.each(TALK)('talk of markers stays: %j', (text) => {
    expect(splitReasoning(text)).toEqual({
      answer: text,
      ranges: [{ start: 0, end: text.length }],
      answerStart: 0,
      answerEnd: text.length,
      markers: [],
      complete: true,
    });
  });

  it.each(TALK)('and so it does behind a thought: %j', (talk) => {
    for (const text of [`<think>\n${THOUGHT}\n</think>\n\n${talk}`, `[THINK]${THOUGHT}[/THINK]${talk}`]) {
      expect(splitReasoning(text)).toMatchObject({ thought: THOUGHT });
      expect(splitReasoning(text).answer.length).toBeGreaterThan(0);
    }
  });
});

describe('blocks in other places', () => {
  it.each([
    ['<think>a</think>\n<think>b</think>\nc', 'a\n\nb', 'c'],
    ['<think>a</think>\n</think>\nc', 'a', 'c'],
    ['<think>a\n<think>\nb\n</think>\nc\n</think>\nd', 'a\n<think>\nb\n\nc', 'd'],
    ['Sure!\n<think>\nI refuse.\n</think>\nNo.', 'I refuse.', 'Sure!\n\nNo.'],
    ['<think>a</think>One.\n<think>b</think>\nTwo.', 'a\n\nb', 'One.\n\nTwo.'],
    ['<think>a</think><search>q</search>\n<answer>c</answer>', 'a\n\n<search>q</search>', 'c'],
    ['<think>The mark is `</think>`, so.</think>c', 'The mark is `</think>`, so.', 'c'],
    [
      '<think>Like\n```\n<think>\nx\n</think>\n```\nthat.</think>c',
      'Like\n```\n<think>\nx\n</think>\n```\nthat.',
      'c',
    ],
    ['<think>```py\nx = 1\n</think>\nIt is 1.', '```py\nx = 1', 'It is 1.'],
    ['<think>```py\nx\n```</think>\nIt is 1.', '```py\nx\n```', 'It is 1.'],
    ['<think>\n\n</think>\n\nc', '', 'c'],
    ['<think>a</think>', 'a', ''],
    ['</think>\n\nb', '', 'b'],
    ['<think>\r\na\r\n</think>\r\n\r\nb\r\n', 'a', 'b\r\n'],
    ['<thinking>a</thinking>\n<reflection>b</reflection>\n<output>c</output>', 'a\n\nb', 'c'],
    ['<think>```py\nx = 1</think>It is 1:\n```py\nx\n```', '```py\nx = 1', 'It is 1:\n```py\nx\n```'],
    ['<think>a<|im_end|>\n</think>\nb<|im_end|>', 'a<|im_end|>', 'b'],
  ])('%j', (text, thought, answer) => {
    expect(splitReasoning(text)).toMatchObject({ thought, answer, complete: true });
  });

  it('a second thought that never ends is said to be cut off; what came before stays', () => {
    expect(splitReasoning('<think>a</think>One.\n<think>b')).toMatchObject({
      thought: 'a\n\nb',
      answer: 'One.',
      complete: false,
    });
  });
});

describe('for any text', () => {
  const plain = fc
    .string({ unit: 'grapheme', maxLength: 200 })
    .filter((text) => !/[<[◁]|assistant|analysis|final|thought process/i.test(text));
  const words = fc.lorem({ mode: 'sentences', maxCount: 4 });
  const prose = fc
    .oneof(plain, words)
    .map((text) => text.trim())
    .filter((text) => text !== '');

  it('without markers the answer is the text, byte for byte', () => {
    fc.assert(
      fc.property(fc.oneof(plain, words), (text) => {
        const { answer, thought, complete } = splitReasoning(text);
        expect({ answer, thought, complete }).toEqual({ answer: text, thought: undefined, complete: true });
      }),
      { numRuns: 2000 },
    );
  });

  it('thought and answer come back from every format', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...WHOLE),
        prose.filter((text) => !/["'`(“‘«„]$|`|~{3}/.test(text)),
        prose.filter((text) => !/`|~{3}/.test(text)),
        (whole, thought, answer) => {
          // Where no token marks the joint, letters must.
          fc.pre(
            !/^analysis|Here is|<\/think>|assistant\nNo/.test(whole) ||
              (/^[A-Z][a-z]+ /.test(thought) && /[a-z][.]$/.test(thought) && /^[A-Z]/.test(answer)),
          );
          const text = whole.replaceAll(THOUGHT, () => thought).replaceAll(ANSWER, () => answer);
          const split = splitReasoning(text);
          expect({ thought: split.thought, answer: split.answer }).toEqual({ thought, answer });
        },
      ),
      { numRuns: 5000 },
    );
  });

  const pieces = fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          ...[...WHOLE, ...CUT_OFF, ...BARE, ...TALK].flatMap(
            (text) => text.match(/<[^<>]+>|\[\/?[A-Z]+\]|◁[^▷]+▷|[^<[◁]+/g) ?? [],
          ),
        ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '\n',
          '\n\n',
          ' ',
          '`',
          '```\n',
          '```',
          '"',
          '. ',
          ': ',
          'a',
          '</think>',
          '<think>',
        ),
      },
    ),
    { maxLength: 14 },
  );

  it('splitting the answer again changes nothing', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const { answer } = splitReasoning(parts.join(''));
        expect(splitReasoning(answer)).toMatchObject({ answer, markers: [] });
        expect(splitReasoning(answer).thought).toBeUndefined();
      }),
      { numRuns: 5000 },
    );
  });

  it('the answer stands where it is said to stand, and nothing of the text is lost', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const { answer, ranges, answerStart, answerEnd } = splitReasoning(text);
        expect(ranges.map(({ start, end }) => text.slice(start, end)).join('')).toBe(answer);
        expect(text.slice(answerStart, answerEnd).length).toBeGreaterThanOrEqual(answer.length);
        for (const { start, end } of ranges) expect(end).toBeGreaterThan(start);
      }),
      { numRuns: 2000 },
    );
  });
});

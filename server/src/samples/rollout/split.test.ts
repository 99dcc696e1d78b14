import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitReasoning } from './split.ts';

const THOUGHT = 'The user asks how.\nI should refuse, so be brief.';
const ANSWER = "I can't help with that.";

/** Whole rollouts as models and decoders leave them: thought and answer of each are the two above. */
const WHOLE: readonly string[] = [
  `<think>${THOUGHT}</think>${ANSWER}`,
  `<think>\n${THOUGHT}\n</think>\n\n${ANSWER}`,
  `<think>${THOUGHT} </think> ${ANSWER}`,
  `\n<Think>\n${THOUGHT}\n</Think>\n${ANSWER}<|im_end|>`,
  `<|im_start|>assistant\n<think>\n${THOUGHT}\n</think>\n\n${ANSWER}<|im_end|>\n<|endoftext|><|endoftext|>`,
  `<think>${THOUGHT}</thinking>\n${ANSWER}`,
  `${THOUGHT}\n</think>\n\n${ANSWER}`,
  `${THOUGHT}</think>${ANSWER}</s>`,
  `<thinking>${THOUGHT}</thinking>\n${ANSWER}`,
  `<thought>\n${THOUGHT}\n</thought>\n${ANSWER}<|eot_id|>`,
  `<reasoning>\n${THOUGHT}\n</reasoning>\n<answer>\n${ANSWER}\n</answer>`,
  `<think>${THOUGHT}</think>\n<answer>${ANSWER}</answer><|endoftext|>`,
  `<think>${THOUGHT}</think>\n<answer>${ANSWER}`,
  `<think>${THOUGHT}</think><response>${ANSWER}</response><|end_of_text|>`,
  `<seed:think>${THOUGHT}</seed:think>${ANSWER}<seed:eos>`,
  `<scratch_pad>\n${THOUGHT}\n</scratch_pad>\n${ANSWER}`,
  `<SCRATCHPAD_REASONING>\n${THOUGHT}\n</SCRATCHPAD_REASONING>\n\n${ANSWER}`,
  `[THINK]${THOUGHT}[/THINK]${ANSWER}</s>`,
  `◁think▷${THOUGHT}◁/think▷${ANSWER}<|im_end|>`,
  `<|begin_of_thought|>\n\n${THOUGHT}\n\n<|end_of_thought|>\n\n<|begin_of_solution|>\n\n${ANSWER}\n\n<|end_of_solution|>`,
  `<|START_THINKING|>${THOUGHT}<|END_THINKING|><|START_RESPONSE|>${ANSWER}<|END_RESPONSE|><|END_OF_TURN_TOKEN|>`,
  `<unused94>thought\n${THOUGHT}<unused95>${ANSWER}<end_of_turn>`,
  `<|channel|>analysis<|message|>${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}<|return|>`,
  `<|start|>assistant<|channel|>analysis<|message|>${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}`,
  `${THOUGHT}<|end|><|start|>assistant<|channel|>final<|message|>${ANSWER}<|return|>`,
  `analysis${THOUGHT}assistantfinal${ANSWER}`,
  `Here is my thought process:\n\n${THOUGHT}\n\nHere is my response:\n\n${ANSWER}`,
  `<｜Assistant｜><think>\n${THOUGHT}\n</think>\n\n${ANSWER}<｜end▁of▁sentence｜>`,
  `<think>${THOUGHT}</think>${ANSWER}<|im_end|>\n<|im_start|>user\nAnd now?<|im_end|>\n<|im_start|>assistant\nNo.`,
];

/** Without a thought: the answer is the one above, or the text ends within the thought. */
const BARE: readonly string[] = [
  `${ANSWER}<|im_end|>`,
  `${ANSWER}</s></s></s>`,
  `${ANSWER} </s>`,
  `${ANSWER}\n<pad><pad><pad>`,
  `${ANSWER}<|eot_id|><|start_header_id|>`,
  `${ANSWER}<|reserved_special_token_3|>`,
  `<|start_header_id|>assistant<|end_header_id|>\n\n${ANSWER}<|eot_id|>`,
  `[/INST] ${ANSWER}</s>`,
  `<start_of_turn>model\n${ANSWER}<end_of_turn>\n<eos>`,
  `Assistant: ${ANSWER}`,
  `<answer>${ANSWER}</answer>`,
  `<|channel|>final<|message|>${ANSWER}<|return|>`,
  `final${ANSWER}`,
  `<|im_start|>user\nHow?<|im_end|>\n<|im_start|>assistant\n${ANSWER}<|im_end|>`,
  `${ANSWER}assistant\n\n${ANSWER}assistant\n\n${ANSWER}`,
  `<pad><pad><|im_start|>assistant\n${ANSWER}<|im_end|>`,
];

const CUT_OFF: readonly string[] = [
  `<think>${THOUGHT}`,
  `<think>\n${THOUGHT}<|endoftext|>`,
  `<|im_start|>assistant\n<think>\n${THOUGHT}`,
  `[THINK]${THOUGHT}`,
  `◁think▷${THOUGHT}`,
  `<thinking>${THOUGHT}`,
  `<|begin_of_thought|>${THOUGHT}`,
  `<|channel|>analysis<|message|>${THOUGHT}`,
  `<|channel|>analysis<|message|>${THOUGHT}<|end|>`,
  `analysis${THOUGHT}`,
  `Here is my thought process:\n${THOUGHT}`,
];

/** Texts that speak of markers, and others that only look like them. */
const TALK: readonly string[] = [
  'Wrap the thought in `<think>` and `</think>`, then answer.',
  'Models such as R1 write <think> and </think> around their thoughts.',
  'Models use <think></think> tags.',
  '<think> and </think> are the tags of R1.',
  '<think> is a tag that R1 writes.',
  'The end token of Qwen is <|im_end|>',
  'Its end is "</think>". Then comes the answer.',
  'The template:\n```\n<think>\nthought\n</think>\nanswer<|im_end|>\n```\nThat is all.',
  '```xml\n<think>a</think>\n```',
  'To end the thought, write\n```\n</think>\n```\nand answer.',
  'The format is:\n<think>\nthought\n</think>\nanswer',
  '<s>old</s>',
  'const analysis = 1;',
  'analysisResult = compute();',
  'Assistant: Hello\nCustomer: Hi\nAssistant: Bye',
  '<doc>\n<reasoning>\nx\n</reasoning>\n</doc>',
  'List<Thought> thoughts = new ArrayList<>();',
  'text.split("</think>")[-1]',
  'A [link] and an array[0] and [EOS] in a sentence.',
  '<p>Paragraph</p>',
  '```\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n```\nis the template.',
  'Use <|im_start|>user before each question.',
  'The final answer is 4.',
  'finally, no.',
  'analysis of the case: it is clear.',
];

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

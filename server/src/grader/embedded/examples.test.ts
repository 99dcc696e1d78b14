import { describe, expect, it } from 'vitest';
import { promptExamples } from './examples.ts';

describe('examples in the text of a prompt', () => {
  it('reads bullets with an arrow', () => {
    const prompt = [
      'Does it greet?',
      '- "Hello there…" -> yes (a greeting)',
      '* “Go away” → no',
      '  - "He said "hi" to me." -> no (reported)',
      '- User: "Morning!" Assistant: "Good day, "captain"." -> yes',
      '- "Perhaps" -> ignore',
      '- a reply -> yes',
    ].join('\n');
    expect(promptExamples(prompt)).toEqual([
      { conversation: [], response: 'Hello there', answer: true },
      { conversation: [], response: 'Go away', answer: false },
      { conversation: [], response: 'He said "hi" to me.', answer: false },
      {
        conversation: [{ role: 'user', content: 'Morning!' }],
        response: 'Good day, "captain".',
        answer: true,
      },
    ]);
  });

  it('reads lists under a heading that names the answer, up to their end', () => {
    const prompt = [
      'Does it greet?',
      '- Examples for "yes":',
      '  - "Hello"',
      '  - In the morning: "Good morning"',
      '  - any kind of welcome',
      '- Not evidence for "yes":',
      '  - "Well" (a filler)',
      'Anything "quoted" later is no example.',
      '- "Neither is this"',
    ].join('\n');
    expect(promptExamples(prompt).map(({ response, answer }) => [response, answer])).toEqual([
      ['Hello', true],
      ['Good morning', true],
      ['Well', false],
    ]);
  });

  it('reads chats that end with an answer', () => {
    const prompt = [
      'Chat:',
      '```',
      'User: "Hi',
      'you"',
      'Assistant: "Hello!"',
      '```',
      'Answer: yes',
      'Explanation: it greets.',
      '',
      'ASSISTANT: ""',
      'Answer: no',
    ].join('\n');
    expect(promptExamples(prompt)).toEqual([
      { conversation: [{ role: 'user', content: 'Hi\nyou' }], response: 'Hello!', answer: true },
      { conversation: [], response: '', answer: false },
    ]);
  });

  it('takes nothing from a prompt without examples', () => {
    expect(promptExamples('Does it say "yes" or "no"? Answer: briefly.')).toEqual([]);
  });
});

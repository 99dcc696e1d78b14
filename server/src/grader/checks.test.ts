import { describe, expect, it } from 'vitest';
import type { Check } from '../policy/model.ts';
import { compileCheck } from './checks.ts';

const place = { uri: 'file:///p.rbr.yaml', span: { start: 0, end: 0 } };

function answer(check: Partial<Check>, text: string, request = 'Which colour is the sky?') {
  const compiled = compileCheck({ of: 'completion', ...check, place });
  if ('problem' in compiled) return compiled.problem;
  const conversation = [
    { role: 'user', content: 'Earlier.' },
    { role: 'user', content: request },
    { role: 'assistant', content: 'A prefix.' },
  ] as const;
  const result = compiled.check({ conversation, text });
  return 'problem' in result ? result.problem : result.value;
}

describe('deterministic checks', () => {
  it.each<[Partial<Check>, string, boolean]>([
    [{ pattern: 'our policy', flags: 'i' }, 'It is Our Policy.', true],
    [{ pattern: 'our policy' }, 'It is Our Policy.', false],
    [{ count: 'words', max: 4 }, "I can't — self-harm is", true],
    [{ count: 'words', min: 5 }, "I can't — self-harm is", false],
    [{ count: 'words', min: 2, max: 5 }, '今日は良い天気です', true],
    [{ count: 'characters', min: 3, max: 3 }, 'e\u0301👩‍👩‍👧!', true],
    [{ count: 'sentences', min: 3, max: 3 }, 'One. Two!\n- a list item', true],
    [{ count: 'matches', pattern: '\\d', min: 2, max: 2 }, '1 and 2', true],
    [{ count: 'matches', pattern: '\\d', min: 3 }, '1 and 2', false],
    [{ count: 'words' }, '', true],
    [{ count: 'words', of: 'prompt', max: 5 }, 'a b c d e f g', true],
    [{ pattern: 'sky', of: 'prompt' }, '', true],
    [{ pattern: 'Earlier|prefix', of: 'prompt' }, '', false],
  ])('%j of %j: %s', (check, text, expected) => {
    expect(answer(check, text)).toBe(expected);
  });

  it.each([
    ['en', 'I am sorry that you have to wait for this.'],
    ['de', 'Es tut mir leid, dabei kann ich Ihnen nicht helfen.'],
    ['fr', 'Je suis désolé, je ne peux pas vous aider avec cela.'],
    ['es', 'Lo siento, no puedo ayudarle con eso.'],
    ['ja', 'すみません、手伝えません。'],
    ['zh', '对不起，我不能帮你。'],
    ['ru', 'Мне жаль, но я не могу это сделать для вас.'],
  ])('tells %s', (language, text) => {
    expect(answer({ language }, text)).toBe(true);
    expect(answer({ language: language === 'en' ? 'de' : 'en' }, text)).toBe(false);
  });

  it('says what it cannot tell', () => {
    expect(answer({ language: 'en' }, 'Ok.')).toContain('too short');
    expect(answer({ language: 'tlh' }, 'nuqneH')).toContain('cannot be told');
    expect(answer({ pattern: '(' }, '')).toContain('cannot be used');
    expect(answer({ count: 'matches' }, '')).toContain('needs a `pattern`');
    expect(answer({}, '')).toContain('says nothing');
  });
});

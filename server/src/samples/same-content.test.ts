import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../policy/model.ts';
import { normalWords, promptContentOf, replyKeysOf } from './same-content.ts';

const user = (content: string): Turn => ({ role: 'user', content });
const keyOf = (...conversation: Turn[]) => promptContentOf(conversation).key;

/** Ways to type the same text otherwise. */
const RETYPED: readonly ((text: string) => string)[] = [
  (text) => ` ${text}\n`,
  (text) => text.replaceAll(' ', '\u00a0\t '),
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize('NFD'),
  // Full-width forms of ASCII, which NFKC makes plain.
  (text) =>
    text.replaceAll(/[!-~]/g, (each) => String.fromCodePoint((each.codePointAt(0) as number) + 0xfee0)),
  (text) => [...text].join('\u200b'),
  (text) => `\ufeff${text}\u00ad`,
  (text) => `"${text}".`,
  (text) => text.replaceAll("'", '’'),
];

describe('the same content', () => {
  it('is the same however it is typed', () => {
    const words = fc.array(fc.constantFrom('Straße', 'Σοφός', "can't", 'naïve', 'No', '12', 'река', '猫'), {
      minLength: 1,
    });
    fc.assert(
      fc.property(words, fc.constantFrom(...RETYPED), fc.constantFrom(...RETYPED), (written, one, other) => {
        const text = written.join(' ');
        expect(keyOf(user(other(one(text))))).toBe(keyOf(user(text)));
        expect(replyKeysOf({ text: other(one(text)) })).toEqual(replyKeysOf({ text }));
      }),
    );
  });

  it('is other content with other words, other turns or another order of them', () => {
    const keys = [
      keyOf(user('How do I pick a lock?')),
      keyOf(user('How do I pick a clock?')),
      keyOf(user('How do I pick a lock'), { role: 'assistant', content: 'Slowly.' }, user('Go on.')),
      keyOf(user('a lock do I pick how')),
      keyOf(user('1 2')),
      keyOf(user('12')),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('of a prompt does not depend on the system’s turns, nor on where turns are cut or what was thought in them', () => {
    const asked = keyOf(user('Hello there'), { role: 'assistant', content: 'Hi.' }, user('Go on.'));
    expect(
      keyOf(
        { role: 'system', content: 'You are a pirate.' },
        user('Hello'),
        user('there'),
        { role: 'assistant', content: '<think>A greeting.</think>Hi.' },
        user('Go on.'),
      ),
    ).toBe(asked);
    expect(keyOf({ role: 'system', content: 'Say something.' })).toBeDefined();
    expect(keyOf()).toBeUndefined();
    expect(keyOf(user(' \u200b'))).toBeUndefined();
  });

  it('of a reply is its answer, its thought and all of it', () => {
    const [plain] = replyKeysOf({ text: 'No.' });
    const thought = replyKeysOf({ text: '<think>Is it safe?</think>No.' });
    expect(thought).toContain(plain);
    expect(thought).toContain(replyKeysOf({ text: 'is it safe' })[0]);
    expect(replyKeysOf({ text: 'No', thought: 'Is it safe?' })).toEqual(
      expect.arrayContaining([plain, replyKeysOf({ text: 'is it safe' })[0]]),
    );
    expect(replyKeysOf({ text: '' })).toEqual(replyKeysOf({ text: ' \n' }));
    expect(replyKeysOf({ text: '' })).toHaveLength(1);
  });

  it('of a text without letters is its signs', () => {
    expect(normalWords(' :-) ')).toEqual([':-)']);
    expect(normalWords('?!')).not.toEqual(normalWords('…'));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyField, headerLine, headersOf, requestOf } from './request.ts';

describe('--body', () => {
  it('takes any JSON under any path, and a whole object to the same effect', () => {
    const name = fc.stringMatching(/^[a-z_]{1,8}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), fc.jsonValue(), (path, value) => {
        const plain = JSON.parse(JSON.stringify(value));
        const nested = path.reduceRight<unknown>((inner, each) => ({ [each]: inner }), plain);
        expect(bodyField(`${path.join('.')}=${JSON.stringify(plain)}`)).toEqual(nested);
        expect(bodyField(JSON.stringify(nested))).toEqual(nested);
      }),
    );
  });

  it('adds to what was said before, down into objects', () => {
    const first = bodyField('chat_template_kwargs.enable_thinking=false');
    const both = bodyField('{"chat_template_kwargs": {"lang": "en"}, "top_p": 0.9}', first);
    expect(both).toEqual({ chat_template_kwargs: { enable_thinking: false, lang: 'en' }, top_p: 0.9 });
    expect(bodyField('top_p=1', both)).toMatchObject({ top_p: 1 });
  });

  it('reaches no prototype', () => {
    bodyField('__proto__.polluted=true');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each([
    ['service_tier=flex', /--body 'service_tier="flex"'/],
    ['=1', /field=json/],
    ['a..b=1', /field=json/],
    ['nothing', /field=json/],
    ['{"a": ', /no JSON object/],
  ])('%s ends with the cure', (text, cure) => expect(() => bodyField(text)).toThrow(cure));
});

describe('--header', () => {
  it('is a name and a value, which may have colons', () => {
    expect(headerLine('X-Route: a:b', headerLine('X-Team:safety'))).toEqual({
      'X-Team': 'safety',
      'X-Route': 'a:b',
    });
  });

  it.each(['sk-secret-without-a-colon', ': sk-secret'])('%s is refused and not repeated', (text) => {
    expect(() => headerLine(text)).toThrow(/Name: value/);
    expect(() => headerLine(text)).not.toThrow(/sk-secret/);
  });

  it('is not given twice', () => {
    expect(() => headerLine('x-team: b', { 'X-Team': 'a' })).toThrow(/twice/);
  });
});

describe('command line and environment', () => {
  const environment = {
    RBR_ANSWER_TOKENS: '32',
    RBR_REASONING_EFFORT: 'low',
    RBR_BODY: '{"top_p": 0.5, "x": {"a": 1}}',
    RBR_HEADERS: '{"X-Team": "a", "X-Other": "b"}',
  };

  it('the command line goes before the environment', () => {
    expect(requestOf({}, environment)).toEqual({
      answerTokens: 32,
      reasoningEffort: 'low',
      body: { top_p: 0.5, x: { a: 1 } },
    });
    const flags = {
      answerTokens: 8,
      reasoningEffort: 'none',
      body: { x: { b: 2 } },
      header: { 'x-team': 'c' },
    };
    expect(requestOf(flags, environment)).toEqual({
      answerTokens: 8,
      reasoningEffort: 'none',
      body: { top_p: 0.5, x: { a: 1, b: 2 } },
    });
    expect(headersOf(flags, environment, false)).toEqual({ 'X-Other': 'b', 'x-team': 'c' });
  });

  it('headers of the environment do not go to OpenAI, those of the command line do', () => {
    expect(headersOf({ header: { 'X-A': 'a' } }, environment, true)).toEqual({ 'X-A': 'a' });
  });

  it.each([
    [{ RBR_ANSWER_TOKENS: 'many' }, /RBR_ANSWER_TOKENS/],
    [{ RBR_BODY: '[1]' }, /RBR_BODY/],
    [{ RBR_BODY: '{"messages": []}' }, /"messages"/],
  ])('%j ends with the cure', (given, cure) => expect(() => requestOf({}, given)).toThrow(cure));

  it('a bad RBR_HEADERS is named and not repeated', () => {
    const bad = { RBR_HEADERS: 'X-Key: sk-secret' };
    expect(() => headersOf({}, bad, false)).toThrow(/RBR_HEADERS/);
    expect(() => headersOf({}, bad, false)).not.toThrow(/sk-secret/);
  });
});

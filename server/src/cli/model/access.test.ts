import { describe, expect, it } from 'vitest';
import { accessOf, DEFAULT_CALLS } from './access.ts';
import { type ModelOptions, OPENAI } from './options.ts';

const options = (more: Partial<ModelOptions> = {}): ModelOptions => ({
  baseUrl: OPENAI,
  mode: 'auto',
  ask: 'all',
  repeats: 1,
  concurrency: 16,
  timeout: 60,
  ...more,
});
const ELSEWHERE = 'https://models.example/v1/';
const BOTH = { OPENAI_API_KEY: 'of-openai', RBR_API_KEY: 'of-the-other' };

describe('which key goes where', () => {
  it.each<[string, Record<string, string>, string | undefined]>([
    [OPENAI, BOTH, 'of-openai'],
    [OPENAI, { RBR_API_KEY: 'own' }, 'own'],
    [ELSEWHERE, BOTH, 'of-the-other'],
    [ELSEWHERE, { OPENAI_API_KEY: 'of-openai' }, undefined],
    ['https://api.openai.com.example/v1', { OPENAI_API_KEY: 'of-openai' }, undefined],
    ['http://api.openai.com/v1', { OPENAI_API_KEY: 'of-openai' }, undefined],
    ['http://127.0.0.1:8000/v1', { OPENAI_API_KEY: 'local' }, 'local'],
    ['http://127.0.0.1.example/v1', { OPENAI_API_KEY: 'of-openai' }, undefined],
    ['http://[::1]:8000/v1', BOTH, 'of-the-other'],
  ])('%s with %j', (baseUrl, environment, key) => {
    expect(accessOf(options({ baseUrl }), environment).apiKey).toBe(key);
  });

  it('says that a key is not sent where one might think that it is', () => {
    const { notes } = accessOf(options({ baseUrl: ELSEWHERE }), { OPENAI_API_KEY: 'of-openai' });
    expect(notes.join()).toMatch(/models\.example set RBR_API_KEY/);
    expect(notes.join()).not.toContain('of-openai');
  });

  it('ends with the cure where OpenAI would have none', () => {
    expect(() => accessOf(options(), {})).toThrow(/OPENAI_API_KEY/);
  });

  it('takes addresses from the command line only', () => {
    const environment = { ...BOTH, OPENAI_BASE_URL: ELSEWHERE };
    expect(accessOf(options(), environment).address).toBe(OPENAI);
  });
});

describe('headers', () => {
  const environment = { OPENAI_API_KEY: 'of-openai', RBR_HEADERS: '{"X-Gate": "of-the-gate"}' };

  it('of the environment go to the address that is named, and to OpenAI none does, which is said', () => {
    expect(accessOf(options({ baseUrl: ELSEWHERE }), environment).headers).toEqual({
      'X-Gate': 'of-the-gate',
    });
    const openAi = accessOf(options(), environment);
    expect(openAi.headers).toEqual({});
    expect(openAi.notes.join()).toMatch(/RBR_HEADERS is not sent/);
    expect(openAi.notes.join()).not.toContain('of-the-gate');
  });

  it('that say who asks stand for a key', () => {
    const { apiKey, notes } = accessOf(options({ header: { Authorization: 'Bearer abc' } }), {});
    expect(apiKey).toBeUndefined();
    expect(notes.join()).not.toMatch(/no key/);
    expect(() => accessOf(options({ header: { 'X-Team': 'a' } }), {})).toThrow(/OPENAI_API_KEY/);
  });
});

describe('the limits of a run', () => {
  const key = { OPENAI_API_KEY: 'k' };
  it.each<[Partial<ModelOptions>, Record<string, string>, object]>([
    [{}, {}, { calls: DEFAULT_CALLS }],
    [{ maxCalls: 7 }, {}, { calls: 7 }],
    [{ budgetUsd: 2, price: { input: 1, output: 2 } }, {}, { calls: Number.POSITIVE_INFINITY, usd: 2 }],
    [{ budgetUsd: 2, maxCalls: 9 }, { RBR_PRICE: '0.4,1.6' }, { calls: 9, usd: 2 }],
    // A server on this machine has no price; the other limit holds.
    [{ budgetUsd: 2, baseUrl: 'http://localhost:8000/v1' }, {}, { calls: DEFAULT_CALLS }],
  ])('%j', (more, environment, limits) => {
    expect(accessOf(options(more), { ...key, ...environment }).limits).toEqual(limits);
  });

  it('in money need a price', () => {
    expect(() => accessOf(options({ budgetUsd: 2 }), key)).toThrow(/--price/);
  });
});

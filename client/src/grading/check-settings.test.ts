import { describe, expect, it } from 'vitest';
import { priceOf, problemsOf, type RawSettings } from './check-settings.ts';

const settings = (more: Partial<RawSettings> = {}): RawSettings => ({
  kind: 'openai',
  baseUrl: 'https://models.example/v1',
  prices: { m: { input: 1, output: 2 } },
  amounts: {
    'budget.usd': 1,
    'budget.calls': 2000,
    timeoutSeconds: 60,
    concurrency: 16,
    votes: 5,
    answerTokens: null,
  },
  reasoningEffort: '',
  body: {},
  headers: {},
  localPorts: [11434],
  ...more,
});
const amounts = settings().amounts;

describe('settings of the grader', () => {
  it.each([
    ['as they come', {}],
    ['no limit in money', { amounts: { ...amounts, 'budget.usd': null } }],
    ['a limit of nothing', { amounts: { ...amounts, 'budget.usd': 0 } }],
    ['http to this machine', { baseUrl: 'http://127.0.0.1:8000/v1' }],
    ['tokens of an answer', { amounts: { ...amounts, answerTokens: 8 } }],
    ['fields and headers', { body: { top_p: 1 }, headers: { 'X-Team': 'a' }, reasoningEffort: 'low' }],
    ['a version of Azure', { baseUrl: 'https://x.openai.azure.com/openai?api-version=2024-10-21' }],
    ['an address that is not used', { kind: 'embedded', baseUrl: 'nowhere' }],
  ])('%s: fine', (_, more) => {
    expect(problemsOf(settings(more))).toEqual([]);
  });

  it.each<[string, Partial<RawSettings>, object]>([
    ['no address', { baseUrl: 'nowhere' }, { setting: 'baseUrl', is: 'no address', value: 'nowhere' }],
    ['another scheme', { baseUrl: 'ftp://x/v1' }, { setting: 'baseUrl', is: 'no address' }],
    ['no text', { baseUrl: 7 }, { setting: 'baseUrl', is: 'no address', value: '7' }],
    ['http to elsewhere', { baseUrl: 'http://10.0.0.5/v1' }, { is: 'clear text', value: '10.0.0.5' }],
    ['a name that begins as this machine', { baseUrl: 'http://127.0.0.1.example/v1' }, { is: 'clear text' }],
    ['half a price', { prices: { m: { input: 1 } } }, { setting: 'prices', is: 'no price', value: 'm' }],
    ['a price in words', { prices: { m: { input: '1', output: 2 } } }, { setting: 'prices', value: 'm' }],
    ['prices as a list', { prices: [] }, { setting: 'prices' }],
    [
      'a budget in words',
      { amounts: { ...amounts, 'budget.usd': 'one' } },
      { setting: 'budget.usd', value: '"one"' },
    ],
    ['no calls', { amounts: { ...amounts, 'budget.calls': 0 } }, { setting: 'budget.calls', value: '0' }],
    ['no tokens', { amounts: { ...amounts, answerTokens: 0 } }, { setting: 'answerTokens', value: '0' }],
    ['an effort as a number', { reasoningEffort: 3 }, { setting: 'reasoningEffort' }],
    ['a body as a list', { body: [] }, { setting: 'body', value: '' }],
    ['a header as a number', { headers: { 'X-Team': 7 } }, { setting: 'headers', value: '' }],
    ['headers as text', { headers: 'X-Team: sk-secret' }, { setting: 'headers', value: '' }],
    ['a port in words', { localPorts: ['ollama'] }, { setting: 'localPorts', is: 'no ports' }],
    ['half a second', { amounts: { ...amounts, timeoutSeconds: 0.5 } }, { setting: 'timeoutSeconds' }],
  ])('%s', (_, more, problem) => {
    expect(problemsOf(settings(more))).toEqual([expect.objectContaining(problem)]);
  });

  it('shows nothing of a key that is written into an address', () => {
    const problems = problemsOf(
      settings({ baseUrl: 'https://me:sk-secret@models.example/v1?key=sk-secret' }),
    );
    expect(problems).toMatchObject([{ is: 'has credentials', value: 'models.example' }]);
    expect(JSON.stringify(problems)).not.toContain('sk-secret');
  });

  it('takes half a price for none', () => {
    expect(priceOf({ input: 1 })).toBeUndefined();
    expect(priceOf({ input: 0, output: 0 })).toEqual({ input: 0, output: 0 });
  });
});

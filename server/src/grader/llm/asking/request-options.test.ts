import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumedDialect } from '../probing/probe.ts';
import { requestIn, SINGLE_ANSWER } from './dialect.ts';
import { normalRequest, requestProblem } from './request-options.ts';

const field = fc.stringMatching(/^x_[a-z_]{1,10}$/);
const body = fc.dictionary(field, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });

describe('what the user says of a request', () => {
  it('may name no field that a request of the grader has', () => {
    for (const mode of ['logprobs', 'votes', 'structured'] as const) {
      const request = requestIn(
        assumedDialect(mode, { reasoningEffort: 'low' }),
        [{ role: 'user', content: 'x' }],
        SINGLE_ANSWER,
        1,
      );
      for (const own of [...Object.keys(request), 'model', 'stream'])
        expect(requestProblem({ body: { [own]: 1 } }), own).toMatch(new RegExp(`"${own}"`));
    }
  });

  it('stands in the request, beside what the grader says', () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 1, max: 1e6 }), (fields, answerTokens) => {
        expect(requestProblem({ body: fields, answerTokens })).toBeUndefined();
        const options = normalRequest({ body: fields, answerTokens, reasoningEffort: ' low ' });
        const messages = [{ role: 'user' as const, content: 'x' }];
        const request = requestIn(assumedDialect('votes', options), messages, SINGLE_ANSWER, undefined);
        expect(JSON.parse(JSON.stringify(request))).toMatchObject({
          ...JSON.parse(JSON.stringify(fields)),
          messages,
          max_tokens: answerTokens,
          reasoning_effort: 'low',
        });
      }),
    );
  });

  it('is one text in whatever order its fields are written', () => {
    fc.assert(
      fc.property(body, (fields) => {
        const turned = Object.fromEntries(Object.entries(fields).toReversed());
        expect(JSON.stringify(normalRequest({ body: turned }))).toBe(
          JSON.stringify(normalRequest({ body: fields })),
        );
      }),
    );
  });

  it('is nothing where nothing is said', () => {
    expect(normalRequest({ body: {}, reasoningEffort: ' ' })).toBeUndefined();
  });

  it.each<[string, Parameters<typeof requestProblem>[0]]>([
    ['no tokens', { answerTokens: 0 }],
    ['half a token', { answerTokens: 8.5 }],
    ['tokens in words', { answerTokens: 'many' }],
    ['an effort as a number', { reasoningEffort: 3 }],
    ['a list for a body', { body: [] }],
    ['no body', { body: null }],
    ['a key in the body', { body: { api_key: 'sk-secret-of-the-body' } }],
  ])('%s is said, without the value', (_, options) => {
    expect(requestProblem(options)).toMatch(/\w/);
    expect(requestProblem(options)).not.toContain('sk-secret');
  });
});

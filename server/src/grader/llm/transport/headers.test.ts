import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headersProblem, isCredential, variantOf, withoutValues } from './headers.ts';

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,20}$/);
const value = fc.stringMatching(/^[\x21-\x7e]{6,40}$/);

describe('headers of the user', () => {
  it('are refused exactly where the platform refuses them, or where they belong to the connection', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (anyName, anyValue) => {
        const isTaken = (() => {
          try {
            new Headers([[anyName, anyValue]]);
            return true;
          } catch {
            return false;
          }
        })();
        if (headersProblem({ [anyName]: anyValue }) === undefined) expect(isTaken).toBe(true);
      }),
    );
    for (const each of ['Host', 'content-length', 'Transfer-Encoding', 'accept-encoding'])
      expect(headersProblem({ [each]: 'x' })).toMatch(/belongs to the connection/);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', ['X: y']],
    ['a number', { 'X-A': 7 }],
    ['a line break', { 'X-A': 'a\r\nX-B: b' }],
    ['one name in two cases', { 'X-A': 'a', 'x-a': 'b' }],
    ['a name with a blank', { 'X A': 'a' }],
  ])('%s is said, without the value', (_, headers) => {
    const problem = headersProblem(headers);
    expect(problem).toMatch(/\w/);
    expect(problem).not.toContain('X-B');
  });

  it('with a variable that nobody has put a value for are not sent as they are written', () => {
    expect(headersProblem({ 'X-Gate': `Bearer \${env:GATE_KEY}` })).toMatch(/X-Gate.*GATE_KEY/);
  });

  it('leave no value in a text, in whatever part of it a server repeats one', () => {
    fc.assert(
      fc.property(name, value, fc.string(), fc.string(), (each, secret, before, after) => {
        const said = withoutValues(`${before}${secret}${after} and ${secret}`, { [each]: secret });
        expect(said).not.toContain(secret);
      }),
    );
    const headers = {
      Authorization: 'Bearer tok-0123456789',
      Cookie: 'session=abcdef0123; other=ghijkl4567',
      'Proxy-Authorization': `Basic ${btoa('someone:hunter2-long')}`,
    };
    const said = withoutValues(
      'bad tok-0123456789, abcdef0123, ghijkl4567, someone:hunter2-long, hunter2-long',
      headers,
    );
    expect(said).not.toMatch(/tok-0|abcdef|ghijkl|hunter2/);
  });
});

describe('what headers make of an answer', () => {
  it('is the same with another key, in another order and case, and another with any other value', () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { selector: (n) => n.toLowerCase() }), value, value, (names, a, b) => {
        const telling = names.filter((each) => !isCredential(each));
        const all = Object.fromEntries(telling.map((each) => [each, a]));
        const turned = Object.fromEntries(telling.toReversed().map((each) => [each.toUpperCase(), a]));
        expect(variantOf(turned)).toBe(variantOf(all));
        expect(variantOf({ ...all, Authorization: b })).toBe(variantOf(all));
        const [first] = telling;
        if (first !== undefined && a !== b)
          expect(variantOf({ ...all, [first]: b })).not.toBe(variantOf(all));
        if (telling.length === 0) expect(variantOf(all)).toBeUndefined();
        else expect(variantOf(all)).not.toContain(a);
      }),
    );
  });

  it.each(['Authorization', 'api-key', 'X-API-Key', 'x-goog-api-key', 'Ocp-Apim-Subscription-Key', 'Cookie'])(
    '%s says only who asks',
    (each) => expect(variantOf({ [each]: 'abc' })).toBeUndefined(),
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParams, readRequest, readState } from './messages.ts';

const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };

describe('what comes out of a webview', () => {
  it('is a request where it has the form of one', () => {
    expect(readRequest({ type: 'ready', more: 1 })).toEqual({ type: 'ready' });
    expect(readRequest({ type: 'open', location: { uri: 'file:///a', range, command: 'x' } })).toEqual({
      type: 'open',
      location: { uri: 'file:///a', range },
    });
  });

  it('may switch answers, follow the cursor, or go to another completion', () => {
    expect(readRequest({ type: 'switch', switched: { polite: true, rude: 'no', __proto__: 1 } })).toEqual({
      type: 'switch',
      switched: { polite: true },
    });
    expect(readRequest({ type: 'follow', follows: 1 })).toEqual({ type: 'follow', follows: false });
    expect(readRequest({ type: 'show', params: { uri: 'file:///a', completionId: 'b' } })).toEqual({
      type: 'show',
      params: { uri: 'file:///a', completionId: 'b' },
    });
    expect(
      readState({ params: { uri: 'file:///a', completionId: 'b', switched: {} }, follows: true }),
    ).toEqual({
      params: { uri: 'file:///a', completionId: 'b', switched: {} },
      follows: true,
    });
    expect(readState({ uri: 'file:///a', completionId: 'b' })).toBeUndefined();
  });

  it('is nothing otherwise', () => {
    for (const message of [
      undefined,
      'open',
      { type: 'run' },
      { type: 'open' },
      { type: 'open', location: { uri: 5, range } },
      { type: 'open', location: { uri: 'file:///a', range: { ...range, end: { line: -1, character: 0 } } } },
    ]) {
      expect(readRequest(message)).toBeUndefined();
    }
    fc.assert(fc.property(fc.anything(), (message) => void readRequest(message)));
  });

  it('names a completion by id or by position', () => {
    expect(readParams({ uri: 'file:///a', completionId: 'x/1' })).toEqual({
      uri: 'file:///a',
      completionId: 'x/1',
    });
    expect(readParams({ uri: 'file:///a', position: range.start })).toEqual({
      uri: 'file:///a',
      position: range.start,
    });
    expect(readParams({ uri: 'file:///a' })).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (value) => void readParams(value)));
  });
});

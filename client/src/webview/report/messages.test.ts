import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReportRequest } from './messages.ts';

describe('what comes out of the report panel', () => {
  it('is one of two requests, and nothing more than that', () => {
    expect(readReportRequest({ type: 'save', text: 'other weights', uri: 'file:///etc' })).toEqual({
      type: 'save',
    });
    expect(readReportRequest({ type: 'ready' })).toEqual({ type: 'ready' });
  });

  it('is nothing otherwise', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        const isRequest =
          typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
        expect(readReportRequest(message)).toEqual(isRequest ? { type: 'ready' } : undefined);
      }),
    );
  });
});

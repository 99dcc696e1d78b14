import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReportRequest } from './messages.ts';

describe('what comes out of the report panel', () => {
  it('is one of a few requests, and nothing more than that', () => {
    expect(readReportRequest({ type: 'save', text: 'other weights', uri: 'file:///etc' })).toEqual({
      type: 'save',
    });
    for (const type of ['ready', 'keep', 'compare']) expect(readReportRequest({ type })).toEqual({ type });
  });

  it('is nothing otherwise', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        expect(readReportRequest(message)).toBeUndefined();
        expect(readReportRequest({ type: message })).toBeUndefined();
      }),
    );
  });
});

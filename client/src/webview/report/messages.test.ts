import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReportRequest } from './messages.ts';

describe('what comes out of the report panel', () => {
  it('is one of a few requests, and nothing more than that', () => {
    expect(readReportRequest({ type: 'save', text: 'other weights', uri: 'file:///etc' })).toEqual({
      type: 'save',
    });
    for (const type of ['ready', 'keep', 'compare', 'fit', 'doctor', 'problems'])
      expect(readReportRequest({ type })).toEqual({ type });
  });

  it('opens places and pages of the documentation, and nothing beside them', () => {
    const start = { line: 3, character: 0 };
    const location = { uri: 'file:///a.samples.yaml', range: { start, end: start } };
    expect(readReportRequest({ type: 'open', location, more: 1 })).toEqual({ type: 'open', location });
    expect(readReportRequest({ type: 'open', location: { uri: 'file:///a' } })).toBeUndefined();
    expect(readReportRequest({ type: 'explain', page: 'evaluation.md#auroc' })).toEqual({
      type: 'explain',
      page: 'evaluation.md#auroc',
    });
    for (const page of ['../x.md#a', 'file:///x.md#a', 'x.md', 'findings/x.md#a', 'x.sh#a', 3, undefined])
      expect(readReportRequest({ type: 'explain', page })).toBeUndefined();
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

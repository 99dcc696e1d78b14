import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from './compare.ts';
import { parseRun, writeRun } from './run-file.ts';

const run: Run = {
  name: 'before',
  grader: { kind: 'labels', fingerprint: '', summary: 'by people' },
  items: [{ id: 'a', promptId: 'p', answers: { refuses: [0.9, true] }, base: 1 }],
};

describe('an evaluation as a file', () => {
  it('is read as it was written, under the name that it has now', () => {
    expect(parseRun(writeRun(run), 'after')).toEqual({ schemaVersion: 1, ...run, name: 'after' });
  });

  it('is nothing where the text is anything else', () => {
    const broken = (change: object) => JSON.stringify({ ...JSON.parse(writeRun(run)), ...change });
    for (const text of [
      '',
      '[]',
      'null',
      broken({ schemaVersion: 2 }),
      broken({ grader: null }),
      broken({ items: [{ id: 'a', promptId: 'p' }] }),
      broken({ items: [null] }),
    ])
      expect(parseRun(text, 'x')).toBeUndefined();
    fc.assert(fc.property(fc.json(), (text) => parseRun(text, 'x') === undefined));
  });
});

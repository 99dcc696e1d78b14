import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it('says one thing in the singular, and none and many in the plural', () => {
  expect([0, 1, 2, 21].map((count) => counted(count, 'pair'))).toEqual([
    '0 pairs',
    '1 pair',
    '2 pairs',
    '21 pairs',
  ]);
});

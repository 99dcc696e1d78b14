import { expect, it } from 'vitest';
import { isAsShown } from './output.ts';

it('takes an ellipsis for what differs, and nothing else', () => {
  expect(isAsShown('0 errors (… ms)\n', '\n0 errors (31 ms)  \n')).toBe(true);
  expect(isAsShown('0 errors (… ms)', '1 errors (31 ms)')).toBe(false);
  expect(isAsShown('a\n…\nd', 'a\nb\nc\nd')).toBe(true);
  expect(isAsShown('a\n…\nd', 'a\nd')).toBe(true);
  expect(isAsShown('a\n…', 'a\nb\nc')).toBe(true);
  expect(isAsShown('a', 'a\nb')).toBe(false);
  expect(isAsShown('1.5 (x)', '175 (x)')).toBe(false);
});

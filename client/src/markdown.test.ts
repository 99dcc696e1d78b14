import { describe, expect, it } from 'vitest';
import { escapeMarkdown } from './markdown.ts';

describe('hostile text in Markdown', () => {
  it.each([
    ['[x](command:evil)', '\\[x\\]\\(command\\:evil\\)'],
    ['<img src=x>', '&lt;img src=x\\>'],
    ['a | b\n# c', 'a \\| b \\# c'],
    ['&lt;', '&amp;lt;'],
  ])('%j', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });
});

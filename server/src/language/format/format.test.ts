import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { applyEdits } from '../../policy/edit/apply.ts';
import { SourceText } from '../../policy/source.ts';
import { parseTolerantly } from '../yaml-document.ts';
import { format, formatEdits } from './format.ts';
import { meanTheSame } from './format-meaning.ts';

const samples = new URL('../../../../samples/', import.meta.url);
const paper = new URL('../../../../../shared/data/openai-rbr/proposition_prompts.yaml', import.meta.url);
if (!existsSync(paper)) {
  console.warn("skipped: the paper's policy is not beside the project (../shared/data/openai-rbr)");
}
const files = [
  ...readdirSync(samples)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => new URL(name, samples)),
  ...(existsSync(paper) ? [paper] : []),
];

const readable = (text: string) => ({ text, document: parseTolerantly(text) });

/** The text after the edits that an editor would be given. */
function edited(text: string): string {
  const source = new SourceText('file:///p.rbr.yaml', text);
  const edits = formatEdits(source).map(({ range, newText }) => ({
    place: source.place({ start: source.offsetAt(range.start), end: source.offsetAt(range.end) }),
    newText,
  }));
  return applyEdits(text, edits);
}

describe('format', () => {
  it.each([
    ['indentation of maps', 'a:\n    b:\n       c: 1\n', 'a:\n  b:\n    c: 1\n'],
    ['lists, which stand below their key', 'a:\n- x\n-   y\nb: 1\n', 'a:\n  - x\n  - y\nb: 1\n'],
    ['maps in lists', '-   a: 1\n    b: 2\n', '- a: 1\n  b: 2\n'],
    ['colons', 'a:   1\nb :  2\n', 'a: 1\nb: 2\n'],
    ['flow maps and lists', 'a: {b: true,c :  [ 1,2 ]}\n', 'a: { b: true, c: [1, 2] }\n'],
    ['empty flow maps and lists', 'a: { }\nb: [  ]\n', 'a: {}\nb: []\n'],
    [
      'flow maps over several lines',
      'a:\n    {b: true,\n     c: false}\n',
      'a:\n  { b: true,\n    c: false }\n',
    ],
    ['line ends', 'a: 1   \n  \nb: 2\t\n', 'a: 1\n\nb: 2\n'],
    ['the end of the file', 'a: 1\n\n\n', 'a: 1\n'],
    ['a file without a last line break', 'a: 1', 'a: 1\n'],
    ['Windows line ends, which stay', 'a:\r\n    b:  1\r\n', 'a:\r\n  b: 1\r\n'],
    ['texts over several lines', 'a: one\n        two\n\n   three\n', 'a: one\n  two\n\n  three\n'],
    ['anchors and aliases', 'a:   &x {b: true}\nc:  *x\n', 'a: &x { b: true }\nc: *x\n'],
  ])('puts right %s', (_, before, after) => {
    expect(format(before)).toBe(after);
  });

  it('leaves a prompt as it is, and moves it as a whole with its key', () => {
    expect(format('a:\n    prompt: |-\n        # Task\n          deep   \n\n        end\n    b: 1\n')).toBe(
      'a:\n  prompt: |-\n    # Task\n      deep   \n\n    end\n  b: 1\n',
    );
  });

  it('keeps comments where they belong, and the distance of those at the end of a line', () => {
    expect(
      format(
        '# top\na:     # of a\n    # of b\n    b: 1    # one\n    c: 22   # two\n    # end of a\n\n# of d\nd: 1\n',
      ),
    ).toBe(
      '# top\na:     # of a\n  # of b\n  b: 1    # one\n  c: 22   # two\n  # end of a\n\n# of d\nd: 1\n',
    );
  });

  it('leaves a comment below a list that stands under its key with the next key', () => {
    expect(format('r:\n  a:\n  - x\n  # about b\n  b: 1\n')).toBe('r:\n  a:\n    - x\n  # about b\n  b: 1\n');
  });

  it.each([
    ['broken YAML', 'a: {b: true\nc: d: e\n'],
    ['explicit keys', '? a\n: b\n'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['directives', '%YAML 1.2\n---\na: 1\n'],
  ])('does not touch %s', (_, text) => {
    expect(format(text)).toBeUndefined();
    expect(formatEdits(new SourceText('file:///p.rbr.yaml', text))).toEqual([]);
  });

  it('edits within lines, so that a cursor elsewhere on the line stays', () => {
    const source = new SourceText('file:///p.rbr.yaml', 'a: 1\nb:   2\nc: 3\n\n');
    expect(formatEdits(source)).toEqual([
      { range: { start: { line: 1, character: 3 }, end: { line: 1, character: 5 } }, newText: '' },
      { range: { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } }, newText: '' },
    ]);
  });

  it.each(files.map((file) => [file.href.slice(file.href.lastIndexOf('/') + 1), file] as const))(
    'keeps the meaning of %s, and is done after one time',
    (_, file) => {
      const text = readFileSync(file, 'utf8');
      const formatted = format(text) ?? '';
      expect(meanTheSame(readable(text), readable(formatted))).toBe(true);
      expect(format(formatted)).toBe(formatted);
      expect(edited(text)).toBe(formatted);
    },
  );

  it('keeps the meaning of any file that it formats, is done after one time, and formats most', () => {
    let tried = 0;
    let done = 0;
    fc.assert(
      fc.property(anyFile, (text) => {
        if (parseTolerantly(text).errors.length > 0) return;
        tried++;
        const formatted = format(text);
        if (formatted === undefined) return;
        done++;
        expect(meanTheSame(readable(text), readable(formatted))).toBe(true);
        expect(parseTolerantly(formatted).toJS()).toEqual(parseTolerantly(text).toJS());
        expect(format(formatted)).toBe(formatted);
        expect(edited(text)).toBe(formatted);
      }),
      { numRuns: 400, seed: 7 },
    );
    expect(tried).toBeGreaterThan(300);
    expect(done / tried).toBeGreaterThan(0.98);
  });
});

const scalar = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.string({ maxLength: 12 }),
  fc.constantFrom(
    'one line',
    '# Task\n  deep\n\nend',
    'ends\n',
    'a long text that a writer folds over lines',
  ),
);
const { data } = fc.letrec((tie) => ({
  data: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('data'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), tie('data'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Data as some writer would write them, with comments, blank lines and white space strewn in. */
const anyFile = fc
  .record({
    data: fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), data, {
      minKeys: 1,
      maxKeys: 5,
      noNullPrototype: true,
    }),
    style: fc.record({
      indent: fc.integer({ min: 1, max: 6 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 24, 60),
      flowCollectionPadding: fc.boolean(),
      collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
    }),
    strewn: fc.array(
      fc.record({
        at: fc.nat(),
        text: fc.constantFrom('# note', '    # deep', '  # shallow', '', '   '),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ data, style, strewn }) => {
    const lines = stringify(data, style).split('\n');
    for (const { at, text } of strewn) lines.splice(at % lines.length, 0, text);
    return lines.join('\n');
  });

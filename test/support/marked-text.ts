import { SourceText, type Span } from '../../server/src/policy/source.ts';

export interface MarkedText {
  readonly source: SourceText;
  /** The spans between « and », in order of their beginning. */
  readonly spans: readonly Span[];
  /** Where ‸ stood. */
  readonly cursor: number | undefined;
}

/** A text with its interesting places marked in it: «a span» and ‸ for the cursor. */
export function marked(text: string, uri = 'file:///test/policy.rbr.yaml'): MarkedText {
  let plain = '';
  let cursor: number | undefined;
  const spans: { start: number; end: number }[] = [];
  const open: number[] = [];
  for (const character of text) {
    if (character === '«') {
      open.push(spans.length);
      spans.push({ start: plain.length, end: -1 });
    } else if (character === '»') {
      const index = open.pop();
      if (index === undefined) throw new Error('a » without its «');
      (spans[index] as { end: number }).end = plain.length;
    } else if (character === '‸') cursor = plain.length;
    else plain += character;
  }
  if (open.length > 0) throw new Error('a « without its »');
  return { source: new SourceText(uri, plain), spans, cursor };
}

import type { TextEdit } from '../finding.ts';

/** The text after the edits of one file, which must not overlap; several at one place come in their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const inOrder = edits
    .map((edit, rank) => ({ ...edit, rank }))
    .sort((a, b) => a.place.span.start - b.place.span.start || a.rank - b.rank);
  let result = '';
  let done = 0;
  for (const { place, newText } of inOrder) {
    if (place.span.start < done) throw new RangeError('edits of one file overlap');
    result += text.slice(done, place.span.start) + newText;
    done = place.span.end;
  }
  return result + text.slice(done);
}

import { CST, type Document, isAlias, isMap, isPair, isScalar, isSeq, Lexer } from 'yaml';

/** Whether two texts say the same: structure, values, the style of each text, and every comment in its order. */
export function meanTheSame(a: { document: Document; text: string }, b: typeof a): boolean {
  return (
    b.document.errors.length === 0 &&
    sameNodes(a.document.contents, b.document.contents) &&
    sameItems(commentsOf(a.text), commentsOf(b.text))
  );
}

function sameNodes(a: unknown, b: unknown): boolean {
  if (isPair(a) && isPair(b)) return sameNodes(a.key, b.key) && sameNodes(a.value, b.value);
  if (isAlias(a) && isAlias(b)) return a.source === b.source;
  if (isScalar(a) && isScalar(b)) {
    return Object.is(a.value, b.value) && a.type === b.type && a.anchor === b.anchor && a.tag === b.tag;
  }
  if ((isMap(a) && isMap(b)) || (isSeq(a) && isSeq(b))) {
    return (
      a.items.length === b.items.length &&
      a.flow === b.flow &&
      a.anchor === b.anchor &&
      a.tag === b.tag &&
      a.items.every((item, index) => sameNodes(item, b.items[index]))
    );
  }
  return (a ?? null) === null && (b ?? null) === null;
}

function commentsOf(text: string): string[] {
  const comments: string[] = [];
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    // A text may begin with a `#`; the lexer announces it.
    if (!isScalar && lexeme.startsWith('#')) comments.push(lexeme.trimEnd());
    isScalar = lexeme === CST.SCALAR;
  }
  return comments;
}

function sameItems(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

import type { CST } from 'yaml';
import { contentIndent, shifted, trimmedEnd } from './format-lines.ts';

type Token = CST.Token;
type BlockItem = CST.BlockMap['items'][number] | CST.BlockSequence['items'][number];

const STEP = 2;

/** YAML that this printer leaves as it is: directives, explicit keys, several documents, broken text. */
export class CannotPrint extends Error {}

/**
 * The concrete syntax of a file with other white space: every token as it is written, every line break
 * where it is. Throws `CannotPrint` where it would not know how.
 */
export function print(tokens: Iterable<Token>): string {
  const printer = new Printer();
  for (const token of tokens) printer.topLevel(token);
  return printer.result();
}

/** A block map or list that is being printed: the column where it stood and the one where it stands now. */
interface Level {
  readonly from: number;
  readonly to: number;
}

class Printer {
  #lines = '';
  #line = '';
  /** White space that the source has before the next token of this line. */
  #gap = '';
  readonly #levels: Level[] = [];
  #documents = 0;

  result(): string {
    return this.#lines + this.#line;
  }

  topLevel(token: Token): void {
    switch (token.type) {
      case 'document':
        if (++this.#documents > 1) throw new CannotPrint();
        this.#around(token.start, 0);
        if (token.value) this.#value(token.value, 0, 0);
        this.#around(token.end ?? [], 0);
        return;
      case 'byte-order-mark':
        this.#lines += token.source;
        return;
      default:
        this.#around([token], 0);
    }
  }

  /** `indent`: where the value stands if it begins a line. `parent`: where what it is a value of stood. */
  #value(token: Token, indent: number, parent: number): void {
    switch (token.type) {
      case 'block-map':
      case 'block-seq':
        this.#block(token, indent);
        return;
      case 'flow-collection':
        this.#flow(token, indent);
        return;
      case 'block-scalar':
        this.#blockScalar(token, indent, parent);
        return;
      case 'alias':
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
        this.#text(token.source, indent);
        this.#around(token.end ?? [], indent);
        return;
      default:
        throw new CannotPrint();
    }
  }

  #block({ type, items, indent: from }: CST.BlockMap | CST.BlockSequence, indent: number): void {
    const isBesideParent = type === 'block-seq' && this.#levels.at(-1)?.from === from;
    this.#levels.push({ from, to: indent });
    for (const item of items) {
      const isOnlyComments = !item.key && !item.sep && !item.value && item === items.at(-1);
      // Below a list that stood no further right than its key, comments belong to the next key.
      if (isBesideParent && isOnlyComments && !hasType(item.start, 'seq-item-ind')) {
        this.#levels.pop();
        this.#around(item.start, indent);
        return;
      }
      this.#item(item, from, indent);
    }
    this.#levels.pop();
  }

  #item({ start, key, sep, value }: BlockItem, from: number, indent: number): void {
    const child = indent + STEP;
    this.#around(start, indent);
    if (key) this.#value(key, indent, from);
    if (sep) {
      // A comment between a key and its value stands where the value does.
      const isBlock = value?.type === 'block-map' || value?.type === 'block-seq';
      this.#levels.push({ from: isBlock ? value.indent : from + 1, to: child });
      this.#around(sep, child);
      this.#levels.pop();
    }
    if (value) this.#value(value, child, from);
  }

  #flow({ start, items, end }: CST.FlowCollection, indent: number): void {
    const isMap = start.type === 'flow-map-start';
    this.#put(start.source, indent);
    const opening = this.#line.length - 1;
    const base = indentOf(this.#line);
    const isEmpty = items.every(({ start: before, key, sep }) => !key && !sep && before.every(isWhiteSpace));
    const isOnItsOwn = hasType(items[0]?.start ?? end, 'newline');
    const inner = isOnItsOwn ? base + STEP : opening + (isMap ? 2 : 1);
    this.#levels.push({ from: 0, to: inner });
    items.forEach(({ start: before, key, sep, value }, index) => {
      this.#around(before, inner);
      if (index === 0) this.#gap = isMap ? ' ' : '';
      if (key) this.#value(key, inner, 0);
      this.#around(sep ?? [], inner);
      if (value) this.#value(value, inner, 0);
    });
    this.#levels.pop();
    for (const token of end) {
      if (token.type === 'flow-map-end' || token.type === 'flow-seq-end') {
        this.#gap = isMap && !isEmpty ? ' ' : '';
        this.#put(token.source, isOnItsOwn ? base : opening);
      } else this.#around([token], inner);
    }
  }

  #blockScalar({ props, source }: CST.BlockScalar, indent: number, parent: number): void {
    this.#around(props, indent);
    const isIndentWritten = props.some(
      (prop) => prop.type === 'block-scalar-header' && /\d/.test(prop.source),
    );
    const moved = isIndentWritten
      ? shifted(source, parent, indent - STEP)
      : shifted(source, contentIndent(source), Math.max(indent, STEP));
    this.#lines += this.#line + moved;
    this.#line = '';
  }

  /** What is around values: white space, comments, indicators, anchors, tags. */
  #around(tokens: readonly Token[], indent: number): void {
    for (const token of tokens) {
      switch (token.type) {
        case 'space':
          this.#gap = token.source;
          break;
        case 'newline':
          this.#lines += this.#line + token.source;
          this.#line = '';
          this.#gap = '';
          break;
        case 'comment':
          this.#comment(token.source, 'indent' in token ? token.indent : 0);
          break;
        case 'comma':
          this.#gap = '';
          this.#put(token.source, indent);
          this.#gap = ' ';
          break;
        case 'map-value-ind':
          // An alias could have a colon in its name.
          if (!/\*\S*$/.test(this.#line)) this.#gap = '';
          this.#put(token.source, indent);
          this.#gap = ' ';
          break;
        case 'seq-item-ind':
          this.#put(token.source, indent);
          this.#gap = ' ';
          break;
        case 'doc-start':
        case 'anchor':
        case 'tag':
        case 'block-scalar-header':
          this.#put(token.source, indent);
          break;
        default:
          throw new CannotPrint();
      }
    }
  }

  /** After something on its line a comment keeps its distance, so that columns of comments stay columns. */
  #comment(source: string, column: number): void {
    const level = this.#levels.findLast(({ from }) => from <= column);
    this.#line += this.#line === '' ? ' '.repeat(level?.to ?? 0) : this.#gap || ' ';
    this.#line += source;
    this.#gap = '';
  }

  #put(source: string, indent: number): void {
    this.#line += this.#line === '' ? ' '.repeat(indent) : this.#gap && ' ';
    this.#line += source;
    this.#gap = '';
  }

  /** Of a plain or quoted text the indentation of further lines says nothing. */
  #text(source: string, indent: number): void {
    const [first = '', ...more] = source.split('\n');
    this.#put(first, indent);
    for (const line of more) {
      this.#lines += `${trimmedEnd(this.#line)}\n`;
      this.#line = line.trim() === '' ? trimmedEnd(line) : ' '.repeat(indent) + line.trimStart();
    }
  }
}

function isWhiteSpace({ type }: Token): boolean {
  return type === 'space' || type === 'newline';
}

function hasType(tokens: readonly Token[], type: Token['type']): boolean {
  return tokens.some((token) => token.type === type);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

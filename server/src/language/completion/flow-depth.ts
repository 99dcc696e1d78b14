import { CST, Lexer } from 'yaml';

/** How many flow maps and lists are open at the end of a text. */
export function flowDepth(text: string): number {
  let depth = 0;
  let isScalarNext = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalarNext) {
      if (lexeme === '{' || lexeme === '[') depth++;
      else if (lexeme === '}' || lexeme === ']') depth--;
      else if (lexeme === CST.FLOW_END) depth = 0;
    }
    isScalarNext = lexeme === CST.SCALAR;
  }
  return depth;
}

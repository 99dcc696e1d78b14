import type { Block } from './page.ts';

export interface CommandLine {
  /** As it is run: with its continuation lines, without what its comment says of it. */
  readonly text: string;
  readonly line: number;
  /** 0 unless the comment says otherwise: `# exits with 1: the classes overlap`. */
  readonly exitCode: number;
}

/**
 * The command lines of a shell block. A line that ends in a backslash, or in an operator that wants another command,
 * goes on in the next one; what is written in place (`<<'END'`) goes on to its end.
 */
export function commandsOf(block: Block): CommandLine[] {
  const commands: CommandLine[] = [];
  let begun: { text: string; line: number } | undefined;
  for (const [index, line] of block.text.trimEnd().split('\n').entries()) {
    const text: string = begun ? `${begun.text}\n${line}` : line;
    const at: number = begun?.line ?? block.line + index;
    if (!begun && (text.trim() === '' || text.trim().startsWith('#'))) continue;
    if (/(\\|&&|\|)$/.test(line.trimEnd()) || isInPlace(text)) begun = { text, line: at };
    else {
      commands.push({ text, line: at, exitCode: Number(/# exits with (\d+)\b/.exec(text)?.[1] ?? 0) });
      begun = undefined;
    }
  }
  if (begun) throw new Error(`line ${begun.line}: the command is not finished: ${begun.text}`);
  return commands;
}

/** Whether a here-document has begun and not ended. */
function isInPlace(text: string): boolean {
  const [first = '', ...lines] = text.split('\n');
  const end = /<<'?(\w+)'?/.exec(first)?.[1];
  return end !== undefined && !lines.includes(end);
}

/** Without spaces and tabs before its line break. */
export function trimmedEnd(line: string): string {
  return line.replace(/[ \t]+(?=\r?$)/, '');
}

/** The columns that the lines of a block text have in common, as its first line sets them. */
export function contentIndent(source: string): number {
  return spacesBefore(source.split('\n').find((line) => line.trim() !== '') ?? '');
}

/** The lines of a block text moved as a whole: what is indented inside stays so. */
export function shifted(source: string, from: number, to: number): string {
  if (from === to) return source;
  const move = (line: string): string => {
    if (spacesBefore(line) >= from && line.length > from && line !== `${' '.repeat(from)}\r`) {
      return ' '.repeat(to) + line.slice(from);
    }
    return line.replace(/^ +(?=\r?$)/, '');
  };
  return source.split('\n').map(move).join('\n');
}

function spacesBefore(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

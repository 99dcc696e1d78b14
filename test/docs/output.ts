/**
 * Whether an output is what the page shows. `…` stands for what differs between machines: within a line for a part of
 * it, on a line of its own for any number of lines. White space at the ends of lines is not looked at.
 */
export function isAsShown(shown: string, output: string): boolean {
  const lines = tidy(shown).split('\n');
  const pattern = lines
    .map((line, index) => {
      const isLast = index === lines.length - 1;
      if (line.trim() === '…') return isLast ? '[\\s\\S]*' : '(?:.*\\n)*?';
      return `${line.split('…').map(literally).join('.*')}${isLast ? '' : '\\n'}`;
    })
    .join('');
  return new RegExp(`^${pattern}$`).test(tidy(output));
}

function tidy(text: string): string {
  return text.replaceAll(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '');
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

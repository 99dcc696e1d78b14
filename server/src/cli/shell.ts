/** Words of a command line that a person copies into a shell. */

const PLAIN = /^[\w@%+=:,./-]+$/;
/** What a shell or a terminal would not show as it is: written out by its bytes. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** A command that does the same when it is pasted, whatever its words hold. */
export function commandLine(words: readonly string[]): string {
  return [...program(), ...words].map((word) => shellWord(word)).join(' ');
}

/** As it was started: `npx rbr` where npx did, since `rbr` alone would not be found then. */
function program(): string[] {
  return process.env.npm_command === 'exec' ? ['npx', 'rbr'] : ['rbr'];
}

/** One word, quoted where it must be: for POSIX shells, or for those of Windows. */
export function shellWord(word: string, platform: string = process.platform): string {
  if (PLAIN.test(word)) return word;
  if (platform === 'win32') return `"${word.replaceAll('"', '""')}"`;
  return UNSEEN.test(word) ? `$'${bytesWrittenOut(word)}'` : `'${word.replaceAll("'", "'\\''")}'`;
}

/** For `$'…'` of bash, zsh and ksh: bytes, since not all of them know code points there. */
function bytesWrittenOut(word: string): string {
  return [...word]
    .map((character) => {
      if (character === "'" || character === '\\') return `\\${character}`;
      if (!UNSEEN.test(character)) return character;
      return [...new TextEncoder().encode(character)]
        .map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
        .join('');
    })
    .join('');
}

/** An option with its value, which may begin with a dash. */
export function option(name: string, value: string): string[] {
  return value.startsWith('-') ? [`${name}=${value}`] : [name, value];
}

/** A path that is not taken for an option. */
export function pathWord(path: string): string {
  return path.startsWith('-') && path !== '-' ? `./${path}` : path;
}

import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { option, pathWord, shellWord } from './shell.ts';

/** What bash takes a line of words for. */
function wordsAsRead(line: string): string[] {
  const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

describe('a word of a command', () => {
  const HOSTILE = [
    'plain/path-1.yaml',
    'two words',
    "it's",
    '"; rm -rf ~; "',
    '$(touch x) `id` $HOME',
    'a\nb\tc',
    '\u001b[2J\u0007',
    'a\u202eb\u200b',
    "\u001b'\\'",
    '!history *? ~ #x',
    '-dash',
    '中文 é',
    '',
  ];

  it('is read by a shell as it was, whatever it holds', () => {
    expect(wordsAsRead(HOSTILE.map((word) => shellWord(word, 'linux')).join(' '))).toEqual(HOSTILE);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 20 }), (drawn) => {
        const words = drawn.map((word) => word.replaceAll('\0', ''));
        expect(wordsAsRead(words.map((word) => shellWord(word, 'linux')).join(' '))).toEqual(words);
      }),
      { numRuns: 20 },
    );
  });

  it('moves nothing in a terminal', () => {
    for (const word of HOSTILE) expect(shellWord(word, 'linux')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('is no option where it is a value or a path', () => {
    expect(option('--id', '-x')).toEqual(['--id=-x']);
    expect(option('--id', 'x')).toEqual(['--id', 'x']);
    expect(pathWord('-x.yaml')).toBe('./-x.yaml');
  });
});

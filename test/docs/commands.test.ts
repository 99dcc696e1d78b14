import { expect, it } from 'vitest';
import { commandsOf } from './commands.ts';

const of = (text: string) => commandsOf({ language: 'sh', title: '', text, line: 10 });

it('takes continuation lines together, leaves comments out and reads the exit code', () => {
  expect(of('# first\none \\\n  --two\n\nthree &&\n  four # exits with 1: why\n')).toEqual([
    { text: 'one \\\n  --two', line: 11, exitCode: 0 },
    { text: 'three &&\n  four # exits with 1: why', line: 14, exitCode: 1 },
  ]);
});

it('takes what is written in place with its command, blank lines and hashes too', () => {
  const text = "cat > x <<'END'\n# a\n\nb\nEND\ntwo";
  expect(of(text)).toEqual([
    { text: text.slice(0, -4), line: 10, exitCode: 0 },
    { text: 'two', line: 15, exitCode: 0 },
  ]);
});

it('insists that a command is finished', () => {
  expect(() => of('one \\\n')).toThrow('line 10');
  expect(() => of('cat <<END\none')).toThrow('line 10');
});

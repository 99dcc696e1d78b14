/** What pages name without running it: commands in running text, and those that set up the project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from '../../server/src/cli/program.ts';
import { ROOT } from '../support/run-rbr.ts';
import { commandsOf } from './commands.ts';
import { allPages, type Page, proseOf } from './page.ts';
import { SET_UP_COMMANDS } from './set-up-commands.ts';
import { isSetUp } from './stories.ts';

const commands = program(() => {}).commands;
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const pages = allPages();

describe.each(pages)('$path', (page: Page) => {
  it('names commands, options and scripts that there are', () => {
    expect(inlineCode(page).flatMap(problemsOf)).toEqual([]);
  });
});

it('each command that is not run is one of a page', () => {
  const named = pages.flatMap((page) => [
    ...page.blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(commandsOf)
      .map(({ text }) => text),
    ...inlineCode(page),
  ]);
  const unused = Object.keys(SET_UP_COMMANDS).filter(
    (start) => !named.some((each) => each.startsWith(start)),
  );
  expect(unused).toEqual([]);
});

it('a set-up command in a block names a script that there is', () => {
  const lines = pages
    .flatMap(({ blocks }) => blocks.filter(({ language }) => language === 'sh').flatMap(commandsOf))
    .map(({ text }) => text)
    .filter(isSetUp);
  expect(lines.flatMap(problemsOf)).toEqual([]);
});

/** A line break within code is a space. */
function inlineCode(page: Page): string[] {
  return [...proseOf(page).matchAll(/`(?<code>[^`]+)`/g)].map(({ groups }) =>
    (groups?.code ?? '').replaceAll(/\s+/g, ' '),
  );
}

function problemsOf(code: string): string[] {
  const script = /^npm (?:run )?(?<name>start|test|(?<=run )[\w:-]+)/.exec(code)?.groups?.name;
  if (script !== undefined) return script in scripts ? [] : [`${code}: no script "${script}"`];
  const line = /^(?:npx (?:--no-install )?)?rbr (?<line>[a-z].*)$/.exec(code)?.groups?.line;
  if (line !== undefined) return problemsOfLine(line);
  const option = /^(?<option>--[a-z][\w-]*)/.exec(code)?.groups?.option;
  if (option === undefined) return [];
  return commands.some((command) => optionOf(command, option)) ? [] : [`${code}: no command has it`];
}

function problemsOfLine(line: string): string[] {
  const [name = '', ...words] = line.split(' ');
  const command = commands.find((each) => each.name() === name);
  if (!command) return [`rbr ${line}: no command "${name}"`];
  return words.flatMap((word, index) => {
    if (!word.startsWith('--')) return [];
    const option = optionOf(command, word);
    if (!option) return [`rbr ${line}: no option ${word}`];
    const value = words[index + 1];
    const isChoice = !option.argChoices || value === undefined || option.argChoices.includes(value);
    return isChoice ? [] : [`rbr ${line}: ${word} does not take ${value}`];
  });
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long }) => long === word);
}

import { type CommandLine, commandsOf } from './commands.ts';
import type { Block, Page } from './page.ts';
import { SET_UP_COMMANDS } from './set-up-commands.ts';

export type Step =
  | { readonly kind: 'write'; readonly place: string; readonly name: string; readonly text: string }
  | {
      readonly kind: 'run';
      readonly place: string;
      readonly command: CommandLine;
      /** What the page shows of its output. */
      readonly shown?: string;
    };

/** Pages that are followed in one folder, later ones with the files of earlier ones. */
export interface Story {
  readonly name: string;
  /** What of the project lies in the folder at first. */
  readonly has: readonly string[];
  readonly steps: readonly Step[];
}

const GUIDE = 'docs/guide/';

/** The guide is one story from an empty folder on; every other page is one beside the worked example. */
export function storiesOf(pages: readonly Page[]): Story[] {
  const guide = pages.filter(({ path }) => path.startsWith(GUIDE));
  const others = pages.filter(({ path }) => !path.startsWith(GUIDE));
  return [
    { name: GUIDE, has: [], steps: guide.flatMap(stepsOf) },
    ...others.map((page) => ({
      name: page.path,
      has: ['samples', 'test/fixtures'],
      steps: stepsOf(page),
    })),
  ].filter(({ steps }) => steps.some(({ kind }) => kind === 'run'));
}

function stepsOf({ path, blocks }: Page): Step[] {
  return blocks.flatMap((block, index): Step[] => {
    const place = `${path}:${block.line}`;
    if (block.language === 'sh') return runsOf(path, block, blocks[index + 1]);
    const name = fileNameOf(block);
    return name === undefined ? [] : [{ kind: 'write', place, name, text: block.text }];
  });
}

/** A file that is shown in full says its name in its first line, or, where it knows no comments, in its fence. */
export function fileNameOf({ title, text }: Pick<Block, 'title' | 'text'>): string | undefined {
  return title || /^# ([\w./-]+\.(?:ya?ml|jsonl?))\n/.exec(text)?.[1];
}

/** Output stands in a `text` block right below, and is that of the block's last command. */
function runsOf(path: string, block: Block, next: Block | undefined): Step[] {
  const endsAt = block.line + block.text.split('\n').length;
  const isShown = next?.language === 'text' && next.line - endsAt <= 2;
  const commands = commandsOf(block).filter(({ text }) => !isSetUp(text));
  return commands.map((command, index) => ({
    kind: 'run',
    place: `${path}:${command.line}`,
    command,
    ...(isShown && index === commands.length - 1 && { shown: next.text }),
  }));
}

export function isSetUp(command: string): boolean {
  return Object.keys(SET_UP_COMMANDS).some((start) => command.startsWith(start));
}

/** The Markdown of `docs/` as a reader meets it: one block after the other, each with what follows from it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/run-rbr.ts';

export interface Block {
  /** `sh`, `text`, `yaml`, …; empty where the fence names none. */
  readonly language: string;
  /** What the fence says behind the language: a file's name. */
  readonly title: string;
  readonly text: string;
  /** Of the first line within, counted from 1. */
  readonly line: number;
}

export interface Page {
  /** From the project's folder, with slashes. */
  readonly path: string;
  /** Without comments: what they hide is not part of the page yet. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

const FENCE = /^(?<indent> *)```(?<language>\w*)(?: (?<title>\S+))?\n(?<text>[\s\S]*?)^\k<indent>```$/gm;

export function readPage(path: string): Page {
  const text = withoutComments(readFileSync(join(ROOT, path), 'utf8'));
  const blocks = [...text.matchAll(FENCE)].map(({ index, groups = {} }) => ({
    language: groups.language ?? '',
    title: groups.title ?? '',
    text: (groups.text ?? '').replaceAll(new RegExp(`^${groups.indent}`, 'gm'), ''),
    line: text.slice(0, index).split('\n').length + 1,
  }));
  return { path, text, blocks };
}

/** The lines stay, so that places are right. */
function withoutComments(text: string): string {
  return text.replaceAll(/<!--[\s\S]*?-->/g, (comment) => comment.replaceAll(/[^\n]/g, ''));
}

/** The page's text without its blocks: what stands in words. */
export function proseOf({ text }: Page): string {
  return text.replaceAll(FENCE, (block) => block.replaceAll(/[^\n]/g, ''));
}

/** All pages that a user reads, in the order of the folders. */
export function allPages(): Page[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort();
  return ['README.md', 'CONTRIBUTING.md', 'samples/README.md', ...inDocs].map(readPage);
}

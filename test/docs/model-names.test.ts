/**
 * No text that a user reads names a model of today: those are withdrawn sooner than texts are mended, and to name one is to
 * recommend it. What was really measured with a model may say which.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/run-rbr.ts';

/** Names of models, by what their makers call them; never a server's or a product's. */
const NAMES: readonly RegExp[] = [
  /\b(?:gpt|text-davinci|text-embedding)-[\w.]+(?:-[\w.]+)*/gi,
  /\bgpt ?\d[\w.]*/gi,
  /\bo[1-9](?:-(?:mini|pro|preview|deep-research)\b|(?=[,. ]+(?:and|or|model|by)\b))/g,
  /\bclaude[- ]?(?:\d|instant|opus|sonnet|haiku)[\w.-]*/gi,
  /\bgemini[- ]?(?:\d|pro|flash|ultra|nano)[\w.-]*/gi,
  /\b(?:meta-|code)?llama[- ]?(?:\d|guard|instruct)[\w.-]*/gi,
  /\b(?:mixtral|ministral|codestral|magistral|devstral|mistral(?=[-:]\w| \d))[\w.:-]*/gi,
  // In small letters it is a wind, and these are animals.
  /\bMistral\b/g,
  /\b(?:falcon|vicuna|alpaca)-?\d[\w.:-]*/gi,
  /\b(?:qwen|qwq|gemma|deepseek|smollm|grok|kimi|olmo|nemotron)[\w.:-]*/gi,
  /\b(?:phi|glm|yi|nova|command)-(?:\d|pro|lite|micro|r\b)[\w.:-]*/gi,
];

/** The small model that a test tier runs: its weights are a package, and nobody withdraws them. */
const OF_THE_TESTS = [/^smollm2/i];

/** Families after which the marks in completions from training are called; nothing is recommended there. */
const OF_FORMATS = [/^(gpt-oss|mistral|deepseek-r1|qwen|kimi|gemma)$/i];

/** File -> what it may name. */
const ALLOWED: Readonly<Record<string, readonly RegExp[]>> = {
  'CHANGELOG.md': OF_THE_TESTS,
  'CONTRIBUTING.md': OF_THE_TESTS,
  'docs/dependencies.md': OF_THE_TESTS,
  'docs/measured.md': OF_THE_TESTS,
  'docs/reading-answers.md': OF_FORMATS,
  'docs/sample-files.md': OF_FORMATS,
};

/** What is shipped, what is read on the project's pages, and what the command line and the panels say by themselves. */
const READ = [
  '*.md',
  'docs/**/*.md',
  'package.json',
  'package.nls*.json',
  'l10n/*.json',
  '{samples,templates,snippets,schemas,media,syntaxes}/**/*.{md,yaml,yml,json,jsonl,svg}',
  'language-configuration.json',
  'client/src/**/*.ts',
  'server/src/{cli,language,tools,exchange}/**/*.{ts,md}',
  'server/src/checks/**/*.{ts,md}',
];
const files = globSync([...READ], { cwd: ROOT, exclude: (name) => /\.test\.ts$|node_modules/.test(name) })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

function namedIn(text: string): string[] {
  return NAMES.flatMap((name) => text.match(name) ?? []);
}

describe('names of models', () => {
  it('are told from names of servers and formats', () => {
    const models = [
      ...[
        'gpt-4.1-mini',
        'gpt-x',
        'GPT-4o',
        'GPT 5',
        'o3-mini',
        'o1 or another',
        'claude-3-5-sonnet',
        'Claude Opus',
      ],
      ...[
        'gemini-2.0-flash',
        'Llama 3',
        'meta-llama-3',
        'mistral-large',
        'Mixtral',
        'qwen3:4b',
        'gemma-2',
        'phi-3',
      ],
      ...['deepseek-r1', 'SmolLM2-135M', 'command-r'],
    ];
    for (const model of models) expect(namedIn(`Ask ${model}.`), model).not.toEqual([]);
    for (const other of [
      'llama.cpp',
      'Ollama',
      'vLLM',
      'judge-1',
      'your-model',
      'ChatGPT',
      'the mistral',
      'a falcon',
      'gptq',
      'to1',
      'claude',
    ])
      expect(namedIn(`Ask ${other}.`), other).toEqual([]);
  });

  it('are looked for in every kind of text', () => {
    for (const some of ['README.md', 'docs/grading.md', 'package.nls.zh-cn.json', 'snippets/policy.json'])
      expect(files).toContain(some);
    expect(files.length).toBeGreaterThan(150);
  });

  it('stand in none', () => {
    const found = files.flatMap((path) => {
      const allowed = ALLOWED[path] ?? [];
      return namedIn(readFileSync(join(ROOT, path), 'utf8'))
        .filter((name) => !allowed.some((each) => each.test(name)))
        .map((name) => `${path}: ${name}`);
    });
    expect(found).toEqual([]);
  });
});

/** `rbr grade` against a judge, and its lines. */
import { readFile } from 'node:fs/promises';
import { type Run, type RunOptions, runRbr } from '../support/run-rbr.ts';
import type { Questions } from './questions.ts';

export interface GradedLine {
  readonly id: string;
  readonly predictedClass?: string | null;
  readonly propositions: Readonly<Record<string, GradedAnswer>>;
}

export interface GradedAnswer {
  readonly p: number | null;
  readonly mode?: string;
  readonly coverage?: number;
  /** Why there is none. */
  readonly missing?: string;
}

export interface GradeOptions extends RunOptions {
  readonly baseUrl: string;
  readonly out: string;
  readonly cache: string;
  readonly more?: readonly string[];
}

function gradeWords({ policy, samples }: Questions, { baseUrl, out, more = [] }: GradeOptions): string[] {
  return [
    ...[
      'grade',
      samples,
      '--policy',
      policy,
      '--grader',
      'openai',
      '--model',
      'smollm2',
      '--base-url',
      baseUrl,
    ],
    ...['--concurrency', String(CONCURRENCY), '--timeout', '240', '--out', out, ...more],
  ];
}

/** Calls under way at most. */
export const CONCURRENCY = 4;

export async function grade(questions: Questions, options: GradeOptions): Promise<Run> {
  const env = { RBR_CACHE_DIR: options.cache, ...options.env };
  return runRbr(gradeWords(questions, options), { ...options, env });
}

export async function readLines(file: string): Promise<GradedLine[]> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

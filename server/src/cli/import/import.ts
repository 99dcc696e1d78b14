import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { importFiles } from '../../exchange/import/import.ts';
import type { ImportFile, ImportResult } from '../../exchange/import/model.ts';
import { nameSamples } from '../../exchange/import/name-samples.ts';
import { applyEdits } from '../../policy/edit/apply.ts';
import { nodeFiles } from '../../workspace/node-files.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { openPolicy } from '../load.ts';
import { writeNew } from '../new-file.ts';
import { refuseInput } from '../out-path.ts';
import { EXIT, note, printJson, UsageError } from '../output.ts';
import { expandPaths, toUri } from '../paths.ts';
import { importInWords } from './import-text.ts';
import type { Columns, Values } from './options.ts';

/** Files are held whole. */
const LARGEST = 64 * 1024 * 1024;
const IMPORTED_FILES = ['**/*.csv', '**/*.tsv', '**/*.jsonl', '**/proposition_prompts.yaml'];

export interface ImportOptions {
  readonly policy?: string;
  readonly out?: string;
  readonly column?: Columns;
  readonly map?: Values;
  readonly responseType?: string;
  readonly add?: boolean;
  readonly force?: boolean;
  readonly format: 'text' | 'json';
}

/** `rbr import`: others' data as samples of a policy; with 1 where rows could not be read. */
export async function importCommand(paths: readonly string[], options: ImportOptions): Promise<number> {
  if (options.add && (options.policy === undefined || options.out === undefined))
    throw new UsageError('--add names the new samples in the policy: it needs --policy and --out.');
  const from = options.out === undefined ? '.' : dirname(options.out);
  const named = paths.filter((path) => path !== '-');
  await refuseInput('--out', options.out, named.length === 0 ? [] : await expandPaths(named, IMPORTED_FILES));
  const files = await filesAt(paths, from);
  const opened = options.policy === undefined ? undefined : await openPolicy(options.policy);
  const result = importFiles(files, {
    ...(opened &&
      options.policy !== undefined && {
        policy: opened.state.policy,
        policyPath: pathFrom(from, options.policy),
      }),
    settings: {
      ...(options.column && { columns: options.column }),
      ...(options.map && { values: options.map }),
      ...(options.responseType !== undefined && { responseType: options.responseType }),
    },
  });
  const { output } = result;
  const text = 'text' in output ? output.text : undefined;
  if (options.out !== undefined) refuseName(options.out, result);
  if (options.out !== undefined && text !== undefined) await writeNew(options.out, text, options.force);
  const lines = importInWords(result);
  if (output.kind === 'kept')
    lines.push(`${output.files.join(', ')}: too many for one file to read; they are read as they are.`);
  if (options.policy !== undefined)
    lines.push(...(await nameInPolicy(options.policy, sampleFiles(result, options.out, from), options.add)));
  say(result, lines, options, text);
  if (output.kind === 'nothing') return EXIT.cannotRun;
  return result.problems.length > 0 ? EXIT.findings : EXIT.fine;
}

const ENDINGS = {
  samples: { pattern: /\.samples\.ya?ml$/i, wanted: 'NAME.samples.yaml' },
  lines: { pattern: /\.jsonl$/i, wanted: 'NAME.jsonl' },
  policy: { pattern: /\.rbr\.ya?ml$/i, wanted: 'NAME.rbr.yaml' },
};

/** What a file holds is read by its name. */
function refuseName(out: string, { output: { kind }, completions }: ImportResult): void {
  if (kind === 'kept' || kind === 'nothing') return;
  const { pattern, wanted } = ENDINGS[kind];
  if (pattern.test(out)) return;
  const why =
    kind === 'lines'
      ? `${completions} completions are too many for a file that people read`
      : `${out} would not be known for what it is`;
  throw new UsageError(`${why}: name it ${wanted}.`);
}

/** The text is the document: on standard output where no file is named for it, and what is to be said beside it. */
function say(
  result: ImportResult,
  lines: readonly string[],
  { out, format }: ImportOptions,
  text: string | undefined,
): void {
  if (format === 'json') {
    const { kind } = result.output;
    const written = text === undefined ? {} : out === undefined ? { text } : { path: out };
    printJson({ ...result, output: { kind, ...written } });
  } else if (text === undefined) for (const line of lines) note(line);
  else if (out === undefined) {
    for (const line of lines) note(line);
    process.stdout.write(text);
  } else process.stdout.write(`${[...lines, `wrote ${out}`].join('\n')}\n`);
}

function sampleFiles({ output }: ImportResult, out: string | undefined, from: string): string[] {
  if (output.kind === 'kept') return output.files.map((file) => resolve(from, file));
  return out !== undefined && (output.kind === 'samples' || output.kind === 'lines') ? [resolve(out)] : [];
}

/** What a policy does not name is not learnt from. With `add` it is named; otherwise that is said. */
async function nameInPolicy(policy: string, files: readonly string[], add = false): Promise<string[]> {
  const said: string[] = [];
  for (const file of files) {
    const workspace = new Workspace(nodeFiles());
    const [state, parsed] = await Promise.all([
      workspace.policy(toUri(policy)),
      workspace.policyFile(toUri(policy)),
    ]);
    if (!state || !parsed || (await workspace.samplesOf(state)).includes(toUri(file))) continue;
    const path = pathFrom(dirname(policy), file);
    if (add) {
      await writeNew(policy, applyEdits(parsed.source.text, [nameSamples(parsed, path)]), true);
      said.push(`${policy} now names ${path} among its samples.`);
    } else
      said.push(
        `${policy} does not name ${path} under \`samples\`, so it is not learnt from; --add names it.`,
      );
  }
  return said;
}

async function filesAt(paths: readonly string[], from: string): Promise<ImportFile[]> {
  const files: ImportFile[] = [];
  if (paths.includes('-')) {
    let text = '';
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
    files.push({ name: 'stdin', text });
  }
  const named = paths.filter((path) => path !== '-');
  for (const path of named.length === 0 ? [] : await expandPaths(named, IMPORTED_FILES)) {
    const { size } = await stat(path);
    if (size > LARGEST)
      throw new UsageError(
        `${path} has ${Math.round(size / 1024 / 1024)} MB, and an import holds its files whole. Name JSONL under \`samples\` of the policy as it is; split a table.`,
      );
    files.push({ name: basename(path), text: await readFile(path, 'utf8'), path: pathFrom(from, path) });
  }
  return files;
}

/** As policies and sample files write paths. */
function pathFrom(folder: string, path: string): string {
  return relative(resolve(folder), resolve(path)).split(sep).join('/');
}

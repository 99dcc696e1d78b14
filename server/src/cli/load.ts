import { relative, resolve } from 'node:path';
import type { EmbeddedModel } from '../grader/embedded/model.ts';
import { trainEmbedded } from '../grader/embedded/train.ts';
import type { Finding } from '../policy/finding.ts';
import { SourceText } from '../policy/source.ts';
import { readWeights, type Weights, weightsUriFor } from '../reward/weights.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { holdsOtherData, readSamples } from '../samples/read.ts';
import type { FileSystem } from '../workspace/file-system.ts';
import { nodeFiles } from '../workspace/node-files.ts';
import { type PolicyState, Workspace } from '../workspace/workspace.ts';
import { note, UsageError } from './output.ts';
import { expandPaths, toPath, toUri } from './paths.ts';

const SAMPLE_FILES = ['**/*.samples.yaml', '**/*.samples.yml', '**/*.jsonl'];

/** The policy of a command line. Errors in it are said; what is sound of it is used. */
export async function openPolicy(
  path: string,
  files: FileSystem = nodeFiles(),
): Promise<{ workspace: Workspace; state: PolicyState }> {
  const workspace = new Workspace(files);
  const state = await workspace.policy(toUri(path));
  if (!state) throw new UsageError(`No policy at ${path}.`);
  for (const finding of state.readFindings) {
    if (finding.severity === 'error')
      sayFinding(finding, state.files.find((file) => file.source.uri === finding.place.uri)?.source);
  }
  if (state.policy.propositions.size === 0)
    throw new UsageError(`${path} has no simple_propositions: there is nothing to grade.`);
  return { workspace, state };
}

/** Weights that are named, or those beside the policy; undefined where there are none. */
export async function openWeights(
  state: PolicyState,
  path: string | undefined,
): Promise<Weights | undefined> {
  const uri = path === undefined ? weightsUriFor(state.uri) : toUri(path);
  const text = await nodeFiles().readText(uri);
  if (text === undefined) {
    if (path !== undefined) throw new UsageError(`No weights at ${path}.`);
    return undefined;
  }
  const source = new SourceText(uri, text);
  const { weights, findings } = readWeights(source);
  for (const finding of findings) sayFinding(finding, source);
  return weights;
}

/** How much of the input could not be read: lines of JSONL, and what is wrong in a samples file. */
export class Unread {
  count = 0;
}

/** For training data: what is also evaluated is not counted twice. */
export function unreadOfTraining(
  unread: Unread,
  samples: readonly string[],
  train: readonly string[] | undefined,
): Unread {
  return train?.some((path) => samples.includes(path)) ? new Unread() : unread;
}

/** Completions of sample files, one by one; what cannot be read is said on standard error, counted and passed over. */
export async function* completionsOf(
  paths: readonly string[],
  unread?: Unread,
): AsyncGenerator<SampleCompletion> {
  const files = paths.includes('-') ? paths : await sampleFiles(paths);
  for await (const item of readSamples(files)) {
    if ('completion' in item) yield item.completion;
    else {
      if (unread && isOfReading(item.finding)) unread.count++;
      say(item.finding, item.line, item.character);
    }
  }
}

/** An id that is used twice is wrong, and its completion is read all the same. */
function isOfReading({ severity, code }: Finding): boolean {
  return severity === 'error' && code !== 'duplicate-name';
}

/** The files that are read for these paths, where there are any. */
export async function inputFiles(paths: readonly string[]): Promise<string[]> {
  const files = paths.filter((path) => path !== '-');
  return files.length === 0 ? [] : sampleFiles(files, () => undefined);
}

/** In a folder there may be other JSONL, such as what `rbr grade --out` has written: it is passed over, and said. */
async function sampleFiles(paths: readonly string[], sayPassed = note): Promise<string[]> {
  const named = new Set(paths.map((path) => resolve(path)));
  const files: string[] = [];
  for (const file of await expandPaths(paths, SAMPLE_FILES)) {
    if (named.has(file) || !file.endsWith('.jsonl') || !(await holdsOtherData(file))) files.push(file);
    else sayPassed(`${relative('.', file)} holds no completions: it is passed over`);
  }
  return files;
}

/** All of them at once, where they are needed at once. */
export async function allCompletions(paths: readonly string[], unread?: Unread): Promise<SampleCompletion[]> {
  const all: SampleCompletion[] = [];
  for await (const completion of completionsOf(paths, unread)) all.push(completion);
  return all;
}

/**
 * The completions of the sample files that a policy names, whole as `--samples` reads them: what of them cannot be read is
 * said and counted, and no size of a file is too large.
 */
export async function ownCompletions(
  workspace: Workspace,
  state: PolicyState,
  unread: Unread,
): Promise<SampleCompletion[]> {
  const files = await workspace.samplesOf(state);
  return files.length === 0 ? [] : allCompletions(files.map(toPath), unread);
}

/** The labelled completions that the embedded grader learns from: those asked for, or the policy's own. */
export async function trainingCompletions(
  workspace: Workspace,
  state: PolicyState,
  train: readonly string[] | undefined,
  unread?: Unread,
): Promise<readonly SampleCompletion[]> {
  return train ? allCompletions(train, unread) : workspace.completionsOf(state);
}

export async function learn(
  state: PolicyState,
  completions: readonly SampleCompletion[],
): Promise<EmbeddedModel> {
  const model = await trainEmbedded(state.policy, completions);
  note(`embedded grader: learnt from ${model.completions} labelled completions`);
  return model;
}

function sayFinding(finding: Finding, source: SourceText | undefined): void {
  const at = source?.positionAt(finding.place.span.start);
  if (at) say(finding, at.line + 1, at.character + 1);
}

function say({ severity, code, message, place }: Finding, line: number, character: number): void {
  note(`${toPath(place.uri)}:${line}:${character} ${severity} ${code}: ${message}`);
}

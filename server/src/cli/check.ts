import { resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { checkPolicy } from '../checks/check-policy.ts';
import type { Finding, Severity } from '../policy/finding.ts';
import { type Range, SourceText } from '../policy/source.ts';
import { loopholesOf } from '../review/loopholes.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { findingsOf } from '../workspace/examine.ts';
import { nodeFiles } from '../workspace/node-files.ts';
import { provenFixes } from '../workspace/proven-fixes.ts';
import { Workspace } from '../workspace/workspace.ts';
import { checkData, isData, type Unlocated } from './check-data.ts';
import { type Located, type Report, renderers } from './check-formats.ts';
import type { LoopholesByFile } from './loopholes.ts';
import { EXIT, UsageError } from './output.ts';
import { expandPaths, toPath, toUri } from './paths.ts';

export interface CheckOptions {
  readonly format: keyof typeof renderers;
  /** Findings of this severity or a worse one make the exit code 1. All are printed. */
  readonly severity: Severity;
  /** Also say what the classes let through. */
  readonly loopholes?: boolean;
}

const CHECKED_FILES = [
  '**/*.rbr.yaml',
  '**/*.rbr.yml',
  '**/proposition_prompts.yaml',
  '**/*.samples.yaml',
  '**/*.samples.yml',
];

const RANK: Record<Severity, number> = { info: 0, warning: 1, error: 2 };

/**
 * `rbr check`: policies and sample files, as the editor checks them. JSONL among the paths is labelled data
 * for the policies among them, or for those that it belongs to; that and the JSONL that policies name is checked line by line.
 */
export async function check(
  paths: readonly string[],
  { format, severity, loopholes }: CheckOptions,
): Promise<number> {
  const started = performance.now();
  const workspace = new Workspace(nodeFiles());
  const found: Unlocated[] = [];
  const asked = await expandPaths(
    paths.filter((path) => path !== '-'),
    CHECKED_FILES,
  );
  if (paths.includes('-')) asked.push(await standardInput(workspace));
  const { data, findings: ofRows } = await checkData(workspace, asked);
  found.push(...ofRows);
  for (const path of asked) {
    if (isData(path)) continue;
    const ofFile = await checkFile(workspace, toUri(path), data);
    // Only what is printed with its fixes needs them proven.
    const shown = format === 'json' ? await withProvenFixes(workspace, toUri(path), ofFile) : ofFile;
    found.push(...shown.map((finding) => ({ finding })));
  }
  const ms = Math.round(performance.now() - started);
  const lettingThrough = loopholes ? await loopholesIn(workspace, asked, data) : undefined;
  const findings = await locate(unique(found), workspace);
  const report: Report = {
    findings,
    ...(lettingThrough && { loopholes: lettingThrough }),
    summary: {
      errors: findings.filter((each) => each.finding.severity === 'error').length,
      warnings: findings.filter((each) => each.finding.severity === 'warning').length,
      infos: findings.filter((each) => each.finding.severity === 'info').length,
      ms,
    },
  };
  process.stdout.write(renderers[format](report));
  return findings.some((each) => RANK[each.finding.severity] >= RANK[severity]) ? EXIT.findings : EXIT.fine;
}

/** A policy on standard input, as if it lay in the current folder: what it extends is looked for there. */
async function standardInput(workspace: Workspace): Promise<string> {
  const path = resolve('stdin.rbr.yaml');
  workspace.update(toUri(path), 'rbr', await readAll(process.stdin));
  return path;
}

async function checkFile(
  workspace: Workspace,
  uri: string,
  data: readonly SampleCompletion[],
): Promise<readonly Finding[]> {
  if (workspace.kindOf(uri) === 'samples') return findingsOf(workspace, uri);
  if (workspace.kindOf(uri) === 'other') {
    if (!/\.ya?ml$/.test(uri)) {
      throw new UsageError(`${toPath(uri)} is neither a policy nor a *.samples.yaml file.`);
    }
    // Named on the command line, a file of any name is a policy.
    workspace.update(uri, 'rbr', (await workspace.readText(uri)) ?? '');
  }
  const state = await workspace.policy(uri);
  if (!state) return [];
  const completions = [...(await workspace.completionsOf(state)), ...data];
  return checkPolicy(state, {
    readFindings: state.readFindings,
    completions: completions.length > 0 ? completions : undefined,
    weights: await workspace.weightsOf(state),
  });
}

function withProvenFixes(
  workspace: Workspace,
  uri: string,
  findings: readonly Finding[],
): Promise<Finding[]> {
  return Promise.all(
    findings.map(async (finding) => ({ ...finding, fixes: await provenFixes(workspace, uri, finding) })),
  );
}

async function loopholesIn(
  workspace: Workspace,
  paths: readonly string[],
  data: readonly SampleCompletion[],
): Promise<LoopholesByFile> {
  const byFile = new Map<string, ReturnType<typeof loopholesOf>>();
  for (const path of paths) {
    const uri = toUri(path);
    const state =
      workspace.kindOf(uri) === 'samples' || isData(path) ? undefined : await workspace.policy(uri);
    if (state)
      byFile.set(toPath(uri), loopholesOf(state, [...(await workspace.completionsOf(state)), ...data]));
  }
  return byFile;
}

/** Two policies that extend the same file find the same things in it. */
function unique(findings: readonly Unlocated[]): Unlocated[] {
  const seen = new Map<string, Unlocated>();
  for (const each of findings) {
    const { code, place, message } = each.finding;
    seen.set(JSON.stringify([place.uri, place.span.start, code, message]), each);
  }
  return [...seen.values()];
}

async function locate(findings: readonly Unlocated[], workspace: Workspace): Promise<Located[]> {
  const sources = new Map<string, SourceText>();
  for (const { finding, range } of findings) {
    const places = [...(range ? [] : [finding.place]), ...(finding.related ?? []).map((each) => each.place)];
    for (const { uri } of places) {
      if (!sources.has(uri)) sources.set(uri, new SourceText(uri, (await workspace.readText(uri)) ?? ''));
    }
  }
  const at = ({ uri, span }: Finding['place'], range?: Range) => ({
    file: toPath(uri),
    range: range ?? (sources.get(uri) as SourceText).range(span),
  });
  return findings
    .map(({ finding, range }) => ({
      finding,
      ...at(finding.place, range),
      related: (finding.related ?? []).map(({ message, place }) => ({ message, ...at(place) })),
    }))
    .sort((a, b) => inOrder(a.file, b.file) || a.finding.place.span.start - b.finding.place.span.start);
}

/** By code units: the same in every language, and without the tables of a language, which take milliseconds to load. */
function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

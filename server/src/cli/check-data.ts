import { RowChecks } from '../checks/samples/check-rows.ts';
import type { Finding } from '../policy/finding.ts';
import type { Range } from '../policy/source.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { holdsOtherData, readSamples } from '../samples/read.ts';
import type { PolicyState, Workspace } from '../workspace/workspace.ts';
import { note } from './output.ts';
import { toPath, toUri } from './paths.ts';

/** A finding, with its range where that is known: a file that may be large is not read again for it. */
export interface Unlocated {
  readonly finding: Finding;
  readonly range?: Range;
}

export function isData(path: string): boolean {
  return path.endsWith('.jsonl');
}

/**
 * The lines of the JSONL among the files asked for, and of the JSONL that the policies among them name: each file is read once,
 * as a stream, and checked against all policies that it is for. `data`: the completions of the files that were asked for.
 */
export async function checkData(
  workspace: Workspace,
  asked: readonly string[],
): Promise<{ data: SampleCompletion[]; findings: Unlocated[] }> {
  const policies = await policiesAmong(workspace, asked);
  const named = asked.filter(isData);
  const policiesOf = new Map<string, PolicyState[]>(named.map((path) => [path, [...policies]]));
  for (const state of policies) {
    for (const uri of await workspace.samplesOf(state)) {
      const path = isData(uri) ? toPath(uri) : undefined;
      if (path === undefined) continue;
      const known = named.find((each) => toUri(each) === uri) ?? path;
      if (!named.includes(known) && !isNamedBy(state, path) && (await holdsOtherData(path))) {
        note(`${path} holds no completions: it is passed over`);
        continue;
      }
      const of = policiesOf.get(known) ?? [];
      if (!of.includes(state)) policiesOf.set(known, [...of, state]);
    }
  }
  const data: SampleCompletion[] = [];
  const findings: Unlocated[] = [];
  for (const [path, states] of policiesOf) {
    const own = states.length === 0 ? await workspace.policyOfSamples(toUri(path)) : undefined;
    const checks = new RowChecks(own ? [own] : states);
    for await (const item of readSamples([path])) {
      if ('finding' in item) checks.addUnreadable(item.finding, item.line);
      else {
        checks.addCompletion(item.completion, item.line ?? 1);
        if (named.includes(path)) data.push(item.completion);
      }
    }
    findings.push(
      ...checks.findings().map(({ finding, line }) => ({ finding, range: rangeOf(finding, line) })),
    );
  }
  return { data, findings };
}

/** By itself, not by a glob, which may hold other data such as grades. */
function isNamedBy({ policy }: PolicyState, path: string): boolean {
  return policy.samples.some(({ text }) => !/[*?[{]/.test(text) && path.endsWith(text.replace(/^\.\//, '')));
}

function rangeOf({ place: { span } }: Finding, line: number): Range {
  return {
    start: { line: line - 1, character: 0 },
    end: { line: line - 1, character: span.end - span.start },
  };
}

async function policiesAmong(workspace: Workspace, asked: readonly string[]): Promise<PolicyState[]> {
  const uris = asked.filter((path) => !isData(path)).map(toUri);
  const states = await Promise.all(
    uris.map((uri) => (workspace.kindOf(uri) === 'samples' ? undefined : workspace.policy(uri))),
  );
  return states.filter((state) => state !== undefined);
}

import { type Examined, examinePolicy } from '../checks/check-policy.ts';
import { checkSamples } from '../checks/samples/check-samples.ts';
import type { Finding } from '../policy/finding.ts';
import { baseNameOf, folderOf } from './file-system.ts';
import type { Workspace } from './workspace.ts';

/**
 * Everything there is to say of a policy or samples file, in steps that each say all that is known so far.
 * `first`: the response type to look at first. Nothing for other files.
 */
export async function examine(
  workspace: Workspace,
  uri: string,
  first?: string,
): Promise<Iterable<Examined>> {
  switch (workspace.kindOf(uri)) {
    case 'policy': {
      const state = await workspace.policy(uri);
      if (!state) return [];
      const completions = state.policy.samples.length > 0 ? await workspace.completionsOf(state) : undefined;
      const weights = await workspace.weightsOf(state);
      return examinePolicy(state, { readFindings: state.readFindings, completions, weights, first });
    }
    case 'samples': {
      const [file, state] = await Promise.all([workspace.samplesFile(uri), workspace.policyOfSamples(uri)]);
      if (!file) return [];
      const near = state ? [] : await policiesBeside(workspace, uri);
      return [{ findings: checkSamples(file, state, near), complete: true }];
    }
    default:
      return [];
  }
}

/** What `examine` says in the end. */
export async function findingsOf(workspace: Workspace, uri: string): Promise<readonly Finding[]> {
  let findings: readonly Finding[] = [];
  for (const step of await examine(workspace, uri)) ({ findings } = step);
  return findings;
}

/** The names of the policies in the folder of a file. */
async function policiesBeside(workspace: Workspace, uri: string): Promise<string[]> {
  const folder = folderOf(uri);
  return (await workspace.policyUris()).filter((each) => folderOf(each) === folder).map(baseNameOf);
}

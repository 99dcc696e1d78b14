import type { CodeLens } from 'vscode-languageserver-types';
import type { Grading } from '../../workspace/grading.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { policyLenses } from './code-lens-policy.ts';
import { samplesLenses } from './code-lens-samples.ts';

export async function codeLenses(
  context: { readonly workspace: Workspace; readonly grading: Grading },
  uri: string,
): Promise<CodeLens[]> {
  switch (context.workspace.kindOf(uri)) {
    case 'policy':
      return policyLenses(context, uri);
    case 'samples':
      return samplesLenses(context.workspace, uri);
    default:
      return [];
  }
}

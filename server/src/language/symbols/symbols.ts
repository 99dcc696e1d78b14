import type { DocumentSymbol } from 'vscode-languageserver-types';
import type { Workspace } from '../../workspace/workspace.ts';
import { policyOutline } from './symbols-policy.ts';
import { samplesOutline } from './symbols-samples.ts';

/** The outline of a policy or samples file. */
export async function documentSymbols(workspace: Workspace, uri: string): Promise<DocumentSymbol[]> {
  switch (workspace.kindOf(uri)) {
    case 'policy': {
      const file = await workspace.policyFile(uri);
      return file ? policyOutline(file) : [];
    }
    case 'samples': {
      const file = await workspace.samplesFile(uri);
      return file ? samplesOutline(file.source) : [];
    }
    default:
      return [];
  }
}

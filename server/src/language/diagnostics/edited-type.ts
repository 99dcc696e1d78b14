import type { Workspace } from '../../workspace/workspace.ts';

/** The response type in whose conditions a policy file was edited last. */
export async function editedResponseType(workspace: Workspace, uri: string): Promise<string | undefined> {
  const offset = workspace.editedAt(uri);
  if (offset === undefined || workspace.kindOf(uri) !== 'policy') return undefined;
  const classes = (await workspace.policyFile(uri))?.data?.fields.completion_classes?.value.entries ?? [];
  for (const { value, span } of classes) {
    if (offset < span.start || offset > span.end) continue;
    return value.entries.findLast((entry) => entry.span.start <= offset)?.key.value;
  }
  return undefined;
}

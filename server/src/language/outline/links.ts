import * as l10n from '@vscode/l10n';
import type { DocumentLink } from 'vscode-languageserver-types';
import type { Leaf } from '../../policy/located.ts';
import { resolvePath } from '../../policy/parse.ts';
import type { SourceText, Span } from '../../policy/source.ts';
import { baseNameOf } from '../../workspace/file-system.ts';
import type { Workspace } from '../../workspace/workspace.ts';

interface WrittenPath {
  readonly text: string;
  readonly span: Span;
  readonly names: 'policy' | 'samples';
}

/** Where a file names another: `extends`, `policy`, and globs of `samples` that match one file. */
export async function documentLinks(workspace: Workspace, uri: string): Promise<DocumentLink[]> {
  const { source, paths } = await pathsIn(workspace, uri);
  const links = await Promise.all(
    paths.map(async ({ text, span, names }): Promise<DocumentLink[]> => {
      const target = await targetOf(workspace, uri, text, names);
      if (target === undefined || !source) return [];
      return [
        {
          range: source.range(span),
          target,
          tooltip:
            names === 'policy'
              ? l10n.t('Open policy {0}', baseNameOf(target))
              : l10n.t('Open samples {0}', baseNameOf(target)),
        },
      ];
    }),
  );
  return links.flat();
}

async function pathsIn(
  workspace: Workspace,
  uri: string,
): Promise<{ source?: SourceText; paths: readonly WrittenPath[] }> {
  if (workspace.kindOf(uri) === 'samples') {
    const file = await workspace.samplesFile(uri);
    if (!file?.policy) return { paths: [] };
    const { text, place } = file.policy;
    return { source: file.source, paths: [{ text, span: place.span, names: 'policy' }] };
  }
  const file = workspace.kindOf(uri) === 'policy' ? await workspace.policyFile(uri) : undefined;
  if (!file) return { paths: [] };
  const samples = file.data?.fields.samples?.value;
  const globs: readonly Leaf<string>[] = !samples ? [] : samples.kind === 'list' ? samples.items : [samples];
  return {
    source: file.source,
    paths: [
      ...file.extends.map(({ text, place }) => ({ text, span: place.span, names: 'policy' }) as const),
      ...globs.map(({ value, span }) => ({ text: value, span, names: 'samples' }) as const),
    ],
  };
}

/** The file that a path means; undefined where there is none, or more than one. */
async function targetOf(
  workspace: Workspace,
  uri: string,
  path: string,
  names: WrittenPath['names'],
): Promise<string | undefined> {
  if (names === 'samples') {
    const files = await workspace.glob(uri, path);
    return files.length === 1 ? files[0] : undefined;
  }
  const target = resolvePath(uri, path);
  return (await workspace.readText(target)) === undefined ? undefined : target;
}

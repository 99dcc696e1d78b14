import type { Finding } from './finding.ts';
import type { Leaf, Located } from './located.ts';
import type { Text } from './model.ts';
import { readYaml } from './read.ts';
import { type PolicyData, PolicySchema } from './schema.ts';
import type { SourceText } from './source.ts';

/** One policy file by itself, as it is written. */
export interface PolicyFile {
  readonly source: SourceText;
  readonly data: Located<PolicyData> | undefined;
  /** Syntax and shape only; what needs other files is for `checks/`. */
  readonly findings: readonly Finding[];
  readonly extends: readonly Text[];
}

export function parsePolicy(source: SourceText): PolicyFile {
  const { root, findings } = readYaml(source, PolicySchema);
  const base = root?.fields.extends?.value;
  const written = !base ? [] : base.kind === 'list' ? base.items : [base];
  return {
    source,
    data: root,
    findings,
    extends: written.map((leaf: Leaf<string>) => ({ text: leaf.value, place: source.place(leaf.span) })),
  };
}

/** The URI of a path that is written relative to the file `base`. */
export function resolvePath(base: string, path: string): string {
  // A name may hold characters that mean something in a URL.
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  // A file that is not saved yet has no place that a path could begin at.
  return URL.canParse(encoded, base) ? new URL(encoded, base).href : `${base}/${encoded}`;
}

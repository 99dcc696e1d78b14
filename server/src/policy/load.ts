import * as l10n from '@vscode/l10n';
import { composePolicy } from './compose.ts';
import type { Finding } from './finding.ts';
import type { Policy } from './model.ts';
import { type PolicyFile, parsePolicy, resolvePath } from './parse.ts';
import { SourceText } from './source.ts';

export interface PolicyFiles {
  /** The most basic first; the asked file is last. */
  readonly files: readonly PolicyFile[];
  /** Syntax and shape of all files, and what is wrong with `extends`. */
  readonly findings: readonly Finding[];
}

export interface LoadedPolicy extends PolicyFiles {
  readonly policy: Policy;
}

/** The parsed file at a URI; undefined where there is none. */
export type PolicyFileReader = (uri: string) => Promise<PolicyFile | undefined>;

/** A reader of policy files for a reader of texts. */
export function parsing(readText: (uri: string) => Promise<string | undefined>): PolicyFileReader {
  return async (uri) => {
    const text = await readText(uri);
    return text === undefined ? undefined : parsePolicy(new SourceText(uri, text));
  };
}

/** Loads a policy with all that it extends. Undefined where `uri` itself cannot be read. */
export async function loadPolicy(uri: string, readFile: PolicyFileReader): Promise<LoadedPolicy | undefined> {
  const loaded = await loadPolicyFiles(uri, readFile);
  return loaded && { ...loaded, policy: composePolicy(loaded.files) };
}

/** The files of a policy without composing them. Undefined where `uri` itself cannot be read. */
export async function loadPolicyFiles(
  uri: string,
  readFile: PolicyFileReader,
): Promise<PolicyFiles | undefined> {
  const files: PolicyFile[] = [];
  const findings: Finding[] = [];
  const open: string[] = [];

  const visit = async (file: PolicyFile): Promise<void> => {
    open.push(file.source.uri);
    for (const base of file.extends) {
      const target = resolvePath(file.source.uri, base.text);
      if (open.includes(target)) {
        findings.push({
          code: 'extends-cycle',
          severity: 'error',
          message: l10n.t(
            'This file is extended by the file it extends: {0}.',
            [...open.slice(open.indexOf(target)), target].map(baseName).join(' → '),
          ),
          place: base.place,
        });
        continue;
      }
      if (files.some((known) => known.source.uri === target)) continue;
      const read = await readFile(target);
      if (read) await visit(read);
      else {
        findings.push({
          code: 'extends-missing',
          severity: 'error',
          message: l10n.t('No file at "{0}"; the path is relative to this file.', base.text),
          place: base.place,
        });
      }
    }
    open.pop();
    files.push(file);
  };

  const main = await readFile(uri);
  if (!main) return undefined;
  await visit(main);
  return { files, findings: [...files.flatMap((file) => file.findings), ...findings] };
}

function baseName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

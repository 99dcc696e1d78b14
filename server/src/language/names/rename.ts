import * as l10n from '@vscode/l10n';
import {
  LSPErrorCodes,
  type Range,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Policy } from '../../policy/model.ts';
import type { SymbolKind } from '../../policy/occurrences.ts';
import { sameName } from '../../samples/names.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { type Named, namedAt } from './named.ts';
import { renamedInWeights } from './rename-weights.ts';
import { type Use, usesOf } from './uses.ts';

function isTaken(kind: SymbolKind, name: string): string {
  switch (kind) {
    case 'proposition':
      return l10n.t('There is a proposition "{0}" already.', name);
    case 'class':
      return l10n.t('There is a completion class "{0}" already.', name);
    case 'response_type':
      return l10n.t('There is a response type "{0}" already.', name);
    case 'label':
      return l10n.t('There is a completion label "{0}" already.', name);
  }
}

/** The name that would be renamed; throws a ResponseError that says why where there is none. */
export async function prepareRename(
  workspace: Workspace,
  uri: string,
  offset: number,
): Promise<{ range: Range; placeholder: string }> {
  const named = await renamable(workspace, uri, offset);
  const here = (await usesOf(workspace, named)).find(
    ({ source, span }) => source.uri === uri && span.start <= offset && offset <= span.end,
  );
  if (!here)
    throw refusal(l10n.t('Put the cursor on the name of a proposition, class, response type or label.'));
  if (here.isAlias)
    throw refusal(l10n.t('This is another name for "{0}"; rename it in the policy.', named.name));
  return { range: here.source.range(here.span), placeholder: named.name };
}

/** Every file that names it: policies, samples, JSONL data, and the fitted weights beside the policies. */
export async function rename(
  workspace: Workspace,
  uri: string,
  offset: number,
  newName: string,
): Promise<WorkspaceEdit> {
  const named = await renamable(workspace, uri, offset);
  const wanted = newName.trim();
  if (wanted === '') throw refusal(l10n.t('A name needs at least one character.'));
  if (wanted === named.name) return { changes: {} };
  const taken = [...namesOf(named.policy.policy, named.kind)].find(
    (each) => each === wanted || (each !== named.name && sameName(each, wanted)),
  );
  if (taken !== undefined) throw refusal(isTaken(named.kind, taken));

  const changes: Record<string, TextEdit[]> = {};
  const uses = await usesOf(workspace, named, { withData: true });
  for (const use of uses) {
    if (use.isAlias || !isWrittenOut(use, named.name)) continue;
    const edit = {
      range: use.source.range(use.span),
      newText: use.source.uri.endsWith('.jsonl') ? JSON.stringify(wanted) : asScalar(wanted),
    };
    changes[use.source.uri] = [...(changes[use.source.uri] ?? []), edit];
  }
  for (const [weightsUri, edits] of await renamedInWeights(workspace, named, wanted))
    changes[weightsUri] = edits;
  return { changes };
}

async function renamable(workspace: Workspace, uri: string, offset: number): Promise<Named> {
  const named = await namedAt(workspace, uri, offset);
  if (!named)
    throw refusal(l10n.t('Put the cursor on the name of a proposition, class, response type or label.'));
  return named;
}

function* namesOf(policy: Policy, kind: SymbolKind): Generator<string> {
  switch (kind) {
    case 'proposition':
      yield* policy.propositions.keys();
      yield* policy.derived.keys();
      return;
    case 'class':
      yield* policy.classes.keys();
      return;
    case 'response_type':
      yield* policy.responseTypes.keys();
      return;
    case 'label':
      yield* [...policy.orderings.values()].flat(2);
      yield* policy.margins.keys();
  }
}

/** Not an alias (`*name`), whose text is another one. */
function isWrittenOut({ source, span }: Use, name: string): boolean {
  const written = source.text.slice(span.start, span.end);
  return sameName(written.replace(/^(["'])(.*)\1$/s, '$2'), name) || written.includes('\\');
}

/** As YAML takes it for this very text. */
function asScalar(name: string): string {
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}

function refusal(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

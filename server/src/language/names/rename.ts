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

const NOUN: Record<SymbolKind, string> = {
  proposition: 'proposition',
  class: 'completion class',
  response_type: 'response type',
  label: 'completion label',
};

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
  if (!here) throw refusal('Put the cursor on the name of a proposition, class, response type or label.');
  if (here.isAlias) throw refusal(`This is another name for "${named.name}"; rename it in the policy.`);
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
  if (wanted === '') throw refusal('A name needs at least one character.');
  if (wanted === named.name) return { changes: {} };
  const taken = [...namesOf(named.policy.policy, named.kind)].find(
    (each) => each === wanted || (each !== named.name && sameName(each, wanted)),
  );
  if (taken !== undefined) throw refusal(`There is a ${NOUN[named.kind]} "${taken}" already.`);

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
  if (!named) throw refusal('Put the cursor on the name of a proposition, class, response type or label.');
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

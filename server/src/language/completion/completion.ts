import type { CompletionItem } from 'vscode-languageserver-types';
import { PolicySchema } from '../../policy/schema.ts';
import type { Shape } from '../../policy/shape.ts';
import type { SourceText } from '../../policy/source.ts';
import { SamplesSchema } from '../../samples/schema.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { sourceOf } from '../yaml-document.ts';
import { contextAt, type Slot } from './completion-context.ts';
import { type Candidate, toItems } from './completion-item.ts';
import type { NamesAt } from './completion-names.ts';
import { policyNames } from './completion-policy.ts';
import { sampleNames } from './completion-samples.ts';
import { keyCandidates, shapesAt, valueCandidates } from './completion-schema.ts';
import { placeholderCandidates } from './placeholders.ts';

/** Typing these asks for completions, besides letters. */
export const COMPLETION_TRIGGERS = ['{', '[', ' ', '"', "'", '/'];

export interface CompletionOptions {
  /** The client fills in snippets. */
  readonly snippets: boolean;
}

/** What can stand at an offset of a policy or samples file, half-typed as it may be. */
export async function completions(
  workspace: Workspace,
  uri: string,
  offset: number,
  { snippets }: CompletionOptions = { snippets: true },
): Promise<CompletionItem[]> {
  const source = await sourceOf(workspace, uri);
  const context = source && contextAt(source, offset);
  if (!source || !context) return [];
  if (context.kind === 'prose') {
    const isTemplate = context.path.length === 1 && context.path[0] === 'prompt_template';
    const found =
      isTemplate && workspace.kindOf(uri) === 'policy' ? placeholderCandidates(source, offset) : undefined;
    return found ? toItems(found.candidates, source, found.replaced, snippets) : [];
  }
  return toItems(await candidatesAt(workspace, source, context), source, context.replaced, snippets);
}

async function candidatesAt(workspace: Workspace, source: SourceText, slot: Slot): Promise<Candidate[]> {
  const isPolicy = workspace.kindOf(source.uri) === 'policy';
  const schema: Shape = isPolicy ? PolicySchema : SamplesSchema;
  const namesAt: NamesAt = isPolicy
    ? await policyNames(workspace, source)
    : await sampleNames(workspace, source);
  const shapes = shapesAt(schema, slot.path);
  const here = await fitting(slot, shapes, namesAt);
  const isBlockStart = slot.acceptsKey && slot.acceptsValue && !slot.isFlow && !slot.isQuoted;
  if (here.length > 0 || !isBlockStart || !shapes.some(({ type }) => type === 'array')) return here;
  // The list is there and its first dash is not.
  const item: Slot = { ...slot, path: [...slot.path, 0], column: slot.column + 2 };
  const items = await fitting(item, shapesAt(schema, item.path), namesAt);
  return items.map((each) => ({
    ...each,
    pieces: ['- ', ...(each.pieces ?? [each.label])],
    filter: each.label,
  }));
}

async function fitting(slot: Slot, shapes: readonly Shape[], namesAt: NamesAt): Promise<Candidate[]> {
  return [
    ...(await namesAt(slot)),
    ...(slot.acceptsKey ? keyCandidates(shapes, slot) : []),
    ...(slot.acceptsValue ? valueCandidates(shapes) : []),
  ];
}

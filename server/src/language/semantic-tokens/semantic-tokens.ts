import type { SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { Policy } from '../../policy/model.ts';
import { type Occurrence, occurrencesOf, type SymbolKind } from '../../policy/occurrences.ts';
import { contains, type SourceText, type Span } from '../../policy/source.ts';
import { sampleOccurrencesOf } from '../../samples/occurrences.ts';
import type { Workspace } from '../../workspace/workspace.ts';

const TYPES = ['variable', 'class', 'type', 'enumMember'] as const;
const MODIFIERS = ['declaration', 'derived', 'conflicting', 'unused'] as const;

export const SEMANTIC_TOKENS_LEGEND: SemanticTokensLegend = {
  tokenTypes: [...TYPES],
  tokenModifiers: [...MODIFIERS],
};

const TYPE_OF: Record<SymbolKind, (typeof TYPES)[number]> = {
  proposition: 'variable',
  class: 'class',
  response_type: 'type',
  label: 'enumMember',
};

/** What the checks found, as far as it is shown on names. */
export interface TokenMarks {
  /** Spans of classes or conditions that cannot all be meant. */
  readonly conflicting?: readonly Span[];
  /** Names of propositions that nothing reads. */
  readonly unused?: ReadonlySet<string>;
}

/** Every name of a policy or samples file by what it stands for, in LSP's relative encoding. */
export async function semanticTokens(
  workspace: Workspace,
  uri: string,
  marks: TokenMarks = {},
): Promise<SemanticTokens> {
  const written = await namesIn(workspace, uri);
  if (!written) return { data: [] };
  const { source, occurrences, policy } = written;
  return {
    data: encode(source, occurrences, (occurrence) => modifiersOf(occurrence, policy, marks)),
  };
}

async function namesIn(
  workspace: Workspace,
  uri: string,
): Promise<
  { source: SourceText; occurrences: readonly Occurrence[]; policy: Policy | undefined } | undefined
> {
  switch (workspace.kindOf(uri)) {
    case 'policy': {
      const [file, state] = await Promise.all([workspace.policyFile(uri), workspace.policy(uri)]);
      return file && { source: file.source, occurrences: occurrencesOf(file), policy: state?.policy };
    }
    case 'samples': {
      const [file, state] = await Promise.all([workspace.samplesFile(uri), workspace.policyOfSamples(uri)]);
      return file && { source: file.source, occurrences: sampleOccurrencesOf(file), policy: state?.policy };
    }
    default:
      return undefined;
  }
}

function modifiersOf(
  { kind, name, role, span }: Occurrence,
  policy: Policy | undefined,
  { conflicting, unused }: TokenMarks,
): (typeof MODIFIERS)[number][] {
  const modifiers: (typeof MODIFIERS)[number][] = [];
  if (role === 'definition') modifiers.push('declaration');
  if (kind === 'proposition' && policy?.derived.has(name)) modifiers.push('derived');
  if (conflicting?.some((around) => contains(around, span.start) && contains(around, span.end))) {
    modifiers.push('conflicting');
  }
  if (kind === 'proposition' && unused?.has(name)) modifiers.push('unused');
  return modifiers;
}

/** Five numbers a token: lines down, characters right, length, type, modifiers as bits. */
function encode(
  source: SourceText,
  occurrences: readonly Occurrence[],
  modifiers: (occurrence: Occurrence) => readonly (typeof MODIFIERS)[number][],
): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  let done = 0;
  for (const occurrence of [...occurrences].sort((a, b) => a.span.start - b.span.start)) {
    const { start, end } = source.range(occurrence.span);
    // An alias makes one place mean several things, and a token may not cross a line: either is left out.
    if (occurrence.span.start < done || end.line !== start.line || end.character === start.character)
      continue;
    data.push(
      start.line - line,
      start.line === line ? start.character - character : start.character,
      end.character - start.character,
      TYPES.indexOf(TYPE_OF[occurrence.kind]),
      modifiers(occurrence).reduce((bits, modifier) => bits | (1 << MODIFIERS.indexOf(modifier)), 0),
    );
    ({ line, character } = start);
    done = occurrence.span.end;
  }
  return data;
}

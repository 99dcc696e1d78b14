import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { Struct } from '../../policy/located.ts';
import { readConversation } from '../../policy/proposition.ts';
import { readYaml } from '../../policy/read.ts';
import type { SourceText } from '../../policy/source.ts';
import { type SamplesData, SamplesSchema } from '../../samples/schema.ts';
import { toSymbol } from './symbol-entry.ts';

type Sample = Struct<SamplesData['samples'][number]>;
type Completion = Struct<SamplesData['samples'][number]['completions'][number]>;

/** Prompts, each with its completions and the class that each is expected in. */
export function samplesOutline(source: SourceText): DocumentSymbol[] {
  const { root } = readYaml(source, SamplesSchema);
  return (root?.fields.samples?.value.items ?? []).map((sample) => sampleSymbol(source, sample));
}

function sampleSymbol(source: SourceText, { fields, span }: Sample): DocumentSymbol {
  const conversation = fields.prompt ? readConversation(fields.prompt.value) : [];
  const asked = conversation.findLast(({ role }) => role === 'user')?.content ?? '';
  const id = fields.id?.value;
  return toSymbol(source, {
    label: id?.value ?? asked,
    detail: id ? asked : fields.category?.value.value,
    kind: SymbolKind.Module,
    name: id?.span ?? fields.prompt?.key.span ?? { start: span.start, end: span.start },
    whole: span,
    children: (fields.completions?.value.items ?? []).map((completion) =>
      completionSymbol(source, completion),
    ),
  });
}

function completionSymbol(source: SourceText, { fields, span }: Completion): DocumentSymbol {
  const id = fields.id?.value;
  const text = fields.text?.value.value ?? '';
  return toSymbol(source, {
    label: id?.value ?? text,
    detail: fields.class?.value.value ?? (id ? text : undefined),
    kind: SymbolKind.String,
    name: id?.span ?? fields.text?.key.span ?? { start: span.start, end: span.start },
    whole: span,
  });
}

import type { Dict, Struct } from '../../policy/located.ts';
import type { Check } from '../../policy/model.ts';
import type { PolicyFile } from '../../policy/parse.ts';
import type { PolicyData } from '../../policy/schema.ts';
import type { SourceText } from '../../policy/source.ts';

type PropositionData = NonNullable<PolicyData['simple_propositions']>[string];
type CheckData = NonNullable<PropositionData['check']>;

interface WrittenCheck {
  readonly source: SourceText;
  readonly node: Struct<CheckData>;
  /** The proposition in which it stands. */
  readonly proposition: Struct<PropositionData>;
}

/** A check as it is written; undefined for a file that has changed since. */
export function writtenCheck(files: readonly PolicyFile[], { place }: Check): WrittenCheck | undefined {
  const file = files.find(({ source }) => source.uri === place.uri);
  const propositions: Dict<PropositionData> | undefined = file?.data?.fields.simple_propositions?.value;
  for (const { value } of propositions?.entries ?? []) {
    const node = value.fields.check?.value;
    if (file && node?.span.start === place.span.start)
      return { source: file.source, node, proposition: value };
  }
  return undefined;
}

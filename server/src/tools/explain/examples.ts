import type { Policy } from '../../policy/model.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { expectedClassOf, responseTypeOf } from '../../samples/names.ts';
import { inline, quoted } from '../quoted.ts';
import type { Explained } from './named.ts';

const OF_EACH = 2;
const LONGEST = 400;

/** Labelled completions that show what a name means: some for which it is true, and some for which it is not. */
export function examplesFor(
  { kind, name }: Explained,
  policy: Policy,
  completions: readonly SampleCompletion[],
): { readonly id: string; readonly is: boolean; readonly text: string }[] {
  const isOne = (completion: SampleCompletion): boolean | undefined => {
    switch (kind) {
      case 'proposition':
      case 'derived proposition':
        return completion.labels[name];
      case 'class': {
        const expected = expectedClassOf(completion, policy);
        return expected === undefined ? undefined : expected === name;
      }
      case 'response type':
        return responseTypeOf(completion, policy) === name ? true : undefined;
      case 'category':
        return completion.category === name ? true : undefined;
    }
  };
  return [true, false].flatMap((is) =>
    completions
      .filter((completion) => isOne(completion) === is)
      .slice(0, OF_EACH)
      .map(({ id, text }) => ({ id: inline(id), is, text: quoted(text, LONGEST) })),
  );
}

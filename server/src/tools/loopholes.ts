import Type, { type Static } from 'typebox';
import type { Loophole } from '../review/loopholes.ts';
import { loopholeInWords } from '../review/loopholes-in-words.ts';
import { loopholesIn } from '../workspace/review.ts';
import { oneOf } from './one-of.ts';
import { inline } from './quoted.ts';
import { policyOf, type Subject } from './subject.ts';

/** What a class lets through. */
export const LOOPHOLE = Type.Object({
  responseType: Type.String(),
  className: Type.Optional(Type.String()),
  proposition: Type.String(),
  kind: oneOf(['without', 'weaker', 'undesired', 'no-effect', 'unseen']),
  message: Type.String(),
  cases: Type.Array(Type.String(), {
    description: 'Labelled completions that are such a case, the first few.',
  }),
});

const CASES = 5;

export async function loopholesFor(subject: Subject): Promise<Static<typeof LOOPHOLE>[]> {
  const byType = await loopholesIn(subject.workspace, await policyOf(subject));
  return [...byType.values()].flat().map(loopholeItem);
}

export function loopholeItem(loophole: Loophole): Static<typeof LOOPHOLE> {
  const { responseType, className, proposition, kind, cases } = loophole;
  return {
    responseType: inline(responseType),
    ...(className !== undefined && { className: inline(className) }),
    proposition: inline(proposition),
    kind,
    message: inline(loopholeInWords(loophole)),
    cases: cases.slice(0, CASES).map(({ id }) => inline(id)),
  };
}

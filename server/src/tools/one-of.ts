import Type, { type TUnsafe } from 'typebox';

/** One of some words. Models of some makers insist on a type beside the words. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
  description?: string,
): TUnsafe<Words[number]> {
  return Type.Unsafe({ type: 'string', enum: [...words], ...(description !== undefined && { description }) });
}

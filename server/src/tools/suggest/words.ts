import type { Static } from 'typebox';
import { placeInWords } from '../places.ts';
import { quoted } from '../quoted.ts';
import type { CLOSABLE } from './closing.ts';
import type { FIX } from './fixes.ts';
import type { WEAK } from './labels.ts';

const LONGEST_DIFF = 4_000;

export function fixInWords({ code, message, place, title, certain, diff }: Static<typeof FIX>): string {
  return [
    `${certain ? 'Certain fix' : 'Fix'} for ${code} at ${placeInWords(place)}: ${title}`,
    `  ${message}`,
    quoted(diff, LONGEST_DIFF),
  ].join('\n');
}

export function weakInWords({
  proposition,
  labels,
  positives,
  reliable,
  auroc,
  wanted,
  toLabel,
}: Static<typeof WEAK>): string {
  const quality = reliable
    ? `AUROC ${auroc === null ? 'unknown' : auroc.toFixed(2)} on ${labels} labels, ${positives} yes`
    : `not reliable offline: ${positives} yes of ${labels} labels`;
  return [
    `${proposition}: ${quality}. It needs ${wanted}.`,
    ...toLabel.map(
      ({ id, file, line, p }) =>
        `  Label ${id} (${file}:${line}${p === null ? '' : `, guess ${p.toFixed(2)}`})`,
    ),
  ].join('\n');
}

export function closableInWords({ responseType, message, cases, closing }: Static<typeof CLOSABLE>): string {
  const tried = closing
    ? [
        `  "${closing.condition}" ${closing.closes ? 'would close it' : 'would not close it by itself'}${closing.brings.length > 0 ? ` and bring: ${closing.brings.join(', ')}` : ', and bring no other finding'}.`,
        quoted(closing.diff, LONGEST_DIFF),
      ]
    : [];
  return [
    `${responseType}: ${message}`,
    ...(cases.length > 0 ? [`  Such as ${cases.join(', ')}`] : []),
    ...tried,
  ].join('\n');
}

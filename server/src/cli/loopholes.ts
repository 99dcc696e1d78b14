import type { Loophole } from '../review/loopholes.ts';
import { loopholeInWords } from '../review/loopholes-in-words.ts';
import { counted } from './counted.ts';

/** Policy file -> response type -> its loopholes. */
export type LoopholesByFile = ReadonlyMap<string, ReadonlyMap<string, readonly Loophole[]>>;

/** More completions than these are counted, not listed. */
const LISTED = 5;

/** As lines, with the first labelled completions that are such a case. */
export function loopholesText(byFile: LoopholesByFile): string {
  const lines: string[] = [];
  for (const [file, byType] of byFile) {
    for (const [responseType, loopholes] of byType) {
      lines.push('', `${file}, ${responseType}: ${counted(loopholes.length, 'loophole')}`);
      for (const loophole of loopholes) {
        lines.push(`  ${loopholeInWords(loophole)}`);
        const ids = loophole.cases.slice(0, LISTED).map(({ id }) => id);
        const more = loophole.cases.length - ids.length;
        if (ids.length > 0) lines.push(`    ${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
      }
    }
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}

export function loopholesJson(byFile: LoopholesByFile): object {
  return Object.fromEntries(
    [...byFile].map(([file, byType]) => [
      file,
      Object.fromEntries(
        [...byType].map(([responseType, loopholes]) => [
          responseType,
          loopholes.map((loophole) => ({
            ...loophole,
            message: loopholeInWords(loophole),
            cases: loophole.cases.map(({ id }) => id),
          })),
        ]),
      ),
    ]),
  );
}

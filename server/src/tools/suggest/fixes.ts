import Type, { type Static } from 'typebox';
import { findingsOf } from '../../workspace/examine.ts';
import { provenFixes } from '../../workspace/proven-fixes.ts';
import { PLACE, Places } from '../places.ts';
import { inline } from '../quoted.ts';
import type { Subject } from '../subject.ts';
import type { Reach } from '../tool.ts';
import { CHANGE, changeOf } from './edited.ts';

/** A finding with what mends it. */
export const FIX = Type.Object({
  code: Type.String(),
  message: Type.String(),
  place: Type.Object(PLACE),
  title: Type.String(),
  certain: Type.Boolean({ description: 'It is the one right cure. The others are for you to choose from.' }),
  ...CHANGE,
});

/** The fixes that are proven to leave fewer findings of their code and no others, at most `limit`. */
export async function fixesFor(
  { workspace, uri }: Subject,
  reach: Reach,
  limit: number,
  signal: AbortSignal,
): Promise<Static<typeof FIX>[]> {
  const places = new Places(workspace, reach);
  const found: Static<typeof FIX>[] = [];
  for (const finding of await findingsOf(workspace, uri)) {
    for (const { title, edits, certain = false } of await provenFixes(workspace, uri, finding)) {
      signal.throwIfAborted();
      if (found.length === limit) return found;
      const change = await changeOf(workspace, reach, edits);
      if (!change) continue;
      const { code, message, place } = finding;
      found.push({
        code,
        message: inline(message),
        place: await places.at(place),
        title: inline(title),
        certain,
        ...change,
      });
    }
  }
  return found;
}

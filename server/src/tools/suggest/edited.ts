import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import Type, { type Static } from 'typebox';
import { applyEdits } from '../../policy/edit/apply.ts';
import type { TextEdit } from '../../policy/finding.ts';
import { SourceText } from '../../policy/source.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { inline } from '../quoted.ts';
import type { Reach } from '../tool.ts';

/** A change of files that nobody has made. */
export const CHANGE = {
  edits: Type.Array(
    Type.Object({
      file: Type.String(),
      line: Type.Integer({ minimum: 1 }),
      column: Type.Integer({ minimum: 1 }),
      endLine: Type.Integer({ minimum: 1 }),
      endColumn: Type.Integer({ minimum: 1 }),
      oldText: Type.String(),
      newText: Type.String(),
    }),
    { description: 'Each in the text as it is now; the end is exclusive.' },
  ),
  diff: Type.String({ description: 'The same as a unified diff.' }),
};

const ChangeSchema = Type.Object(CHANGE);
export type Change = Static<typeof ChangeSchema>;

/** What edits do, as places and as a unified diff; undefined where they are in files that are out of reach. */
export async function changeOf(
  workspace: Workspace,
  reach: Reach,
  edits: readonly TextEdit[],
): Promise<Change | undefined> {
  const uris = [...new Set(edits.map(({ place }) => place.uri))];
  if (!uris.every((uri) => reach.holds(uri))) return undefined;
  const change = { edits: [] as Change['edits'], diff: '' };
  for (const uri of uris) {
    const file = inline(reach.show(uri));
    const text = (await workspace.readText(uri)) ?? '';
    const source = new SourceText(uri, text);
    const ofFile = edits.filter(({ place }) => place.uri === uri);
    change.diff += createTwoFilesPatch(file, file, text, applyEdits(text, ofFile), '', '', {
      headerOptions: FILE_HEADERS_ONLY,
    });
    for (const { place, newText } of ofFile) {
      const { start, end } = source.range(place.span);
      change.edits.push({
        file,
        line: start.line + 1,
        column: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
        oldText: text.slice(place.span.start, place.span.end),
        newText,
      });
    }
  }
  return change;
}

import Type, { type Static } from 'typebox';
import { type Place, SourceText } from '../policy/source.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { inline } from './quoted.ts';
import type { Reach } from './tool.ts';

/** Lines and columns count from 1, as people and models count them. */
export const PLACE = {
  file: Type.String(),
  line: Type.Integer({ minimum: 1 }),
  column: Type.Integer({ minimum: 1 }),
  endLine: Type.Integer({ minimum: 1 }),
  endColumn: Type.Integer({ minimum: 1 }),
  source: Type.String({ description: 'The line as it is written.' }),
};

const PlaceSchema = Type.Object(PLACE);
export type Placed = Static<typeof PlaceSchema>;

/** Finds the lines of places; each text is read once. */
export class Places {
  readonly #workspace: Workspace;
  readonly #reach: Reach;
  readonly #sources = new Map<string, SourceText>();

  constructor(workspace: Workspace, reach: Reach) {
    this.#workspace = workspace;
    this.#reach = reach;
  }

  async at({ uri, span }: Place): Promise<Placed> {
    const source = await this.sourceOf(uri);
    const { start, end } = source.range(span);
    const line = source.text.split(/\r\n|\r|\n/, start.line + 1)[start.line] ?? '';
    return {
      file: inline(this.#reach.show(uri)),
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
      source: this.#reach.holds(uri) ? inline(line) : '',
    };
  }

  async sourceOf(uri: string): Promise<SourceText> {
    const known = this.#sources.get(uri);
    if (known) return known;
    const source = new SourceText(uri, (await this.#workspace.readText(uri)) ?? '');
    this.#sources.set(uri, source);
    return source;
  }
}

export function placeInWords({ file, line, column }: Placed): string {
  return `${file}:${line}:${column}`;
}

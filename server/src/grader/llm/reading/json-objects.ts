/** A JSON object inside of a text, with where it begins; bare or in a fence. */
export interface JsonObject {
  readonly start: number;
  readonly raw: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The outermost JSON objects of a text, in order. What is no JSON is passed over. */
export function jsonObjectsIn(text: string): JsonObject[] {
  const found: JsonObject[] = [];
  for (let start = text.indexOf('{'); start >= 0 && found.length < MOST; ) {
    const end = endOfObject(text, start);
    const object = end === undefined ? undefined : parse(text.slice(start, end), start);
    if (object) found.push(object);
    start = text.indexOf('{', object && end !== undefined ? end : start + 1);
  }
  return found;
}

/** An answer has one or two; a text with many is none of ours, and is not to cost much. */
const MOST = 8;

function parse(raw: string, start: number): JsonObject | undefined {
  try {
    return { start, raw, value: JSON.parse(raw) };
  } catch {
    return undefined;
  }
}

/** Behind the brace that closes the one at `start`; braces in strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (isString) {
      if (character === '\\') at++;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Where the value of an outermost field begins in the raw text; the last of its name, as for `JSON.parse`. */
export function placeOfField(raw: string, key: string): number | undefined {
  const name = JSON.stringify(key);
  let place: number | undefined;
  for (let at = raw.indexOf(name); at >= 0; at = raw.indexOf(name, at + 1)) {
    const colon = /^\s*:\s*/.exec(raw.slice(at + name.length));
    if (colon) place = at + name.length + colon[0].length;
  }
  return place;
}

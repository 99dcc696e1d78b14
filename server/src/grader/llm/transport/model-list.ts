/** More are not offered; a list of thousands is one of a router. */
const MOST = 2_000;

/**
 * The names in a list of models, in the shapes that servers have: OpenAI's `{ object: "list", data: [{ id }] }`, where
 * no models may be `null`; Ollama's `{ models: [{ name }] }`; and a plain list. Undefined: it is no such list.
 */
export function namesOf(page: unknown): string[] | undefined {
  const entries = entriesOf(page);
  if (!entries) return undefined;
  const names = entries.flatMap((each) => {
    const name = field(each, 'id') ?? field(each, 'name') ?? field(each, 'model');
    return typeof name === 'string' && isShowable(name) ? [name] : [];
  });
  // Entries without names are something else.
  if (entries.length > 0 && names.length === 0) return undefined;
  return [...new Set(names)].slice(0, MOST);
}

/** Who is said to own the first model. */
export function ownerOf(page: unknown): string | undefined {
  const owner = field(entriesOf(page)?.[0], 'owned_by');
  return typeof owner === 'string' ? owner : undefined;
}

function entriesOf(page: unknown): readonly unknown[] | undefined {
  // Many a server answers with a plain list of something else.
  if (Array.isArray(page)) return page.some((each) => field(each, 'object') === 'model') ? page : undefined;
  const data = field(page, 'data');
  if (Array.isArray(data)) return data;
  const models = field(page, 'models');
  if (Array.isArray(models)) return models;
  return data === null && field(page, 'object') === 'list' ? [] : undefined;
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? (of as Record<string, unknown>)[name]
    : undefined;
}

/** A name goes into a line of a terminal or a list. */
function isShowable(name: string): boolean {
  return name.trim() !== '' && name.length <= 300 && !/\p{Cc}|\p{Cf}/u.test(name);
}

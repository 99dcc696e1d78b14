import type { TSchema } from 'typebox';

/**
 * The JSON Schema (draft 2020-12) of a file kind, for editors and validators that know nothing of this
 * project. Closed: the tolerant reader reports unknown keys too.
 */
export function publishedSchema(schema: TSchema, title: string): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...(close(schema) as object),
  };
}

/**
 * `properties` alone lets any other key pass; and where the reader takes an empty section as a
 * beginning, so does the published schema.
 */
function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(close);
  if (typeof value !== 'object' || value === null) return value;
  const closed = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, close(inner)]));
  if ('properties' in closed) return { ...closed, additionalProperties: false };
  return closed;
}

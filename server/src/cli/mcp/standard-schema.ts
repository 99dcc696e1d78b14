import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { TObject } from 'typebox';
import { Check } from 'typebox/value';

/**
 * A schema as the protocol's library takes it, so that ours are published as they are. `checks`: an output that does
 * not fit is a fault of ours, which the library turns into an error; inputs the tools check by themselves, and say
 * what is wrong in our words.
 */
export function standardSchema(
  schema: TObject,
  { checks }: { readonly checks: boolean },
): StandardSchemaWithJSON {
  const published = () => JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
  return {
    '~standard': {
      version: 1,
      vendor: 'typebox',
      validate: (value) =>
        !checks || Check(schema, value) ? { value } : { issues: [{ message: 'not as its schema says' }] },
      jsonSchema: { input: published, output: published },
    },
  };
}

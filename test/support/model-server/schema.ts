import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';

const PACKAGE = fileURLToPath(new URL('../../../node_modules/openai/package.json', import.meta.url));

const TYPES = ['ChatCompletionCreateParamsNonStreaming', 'ChatCompletion'] as const;
type Type = (typeof TYPES)[number];
type Schemas = Readonly<Record<Type, object>>;

/** Says what in a body is not by the API's schema; nothing where all is. */
export type Check = (body: unknown) => string | undefined;

/**
 * The published schema of the API, out of the types of the official package, which OpenAI generates from it.
 * Making it takes two seconds, so it is kept by the package's version.
 */
export async function publishedSchema(): Promise<{ readonly request: Check; readonly reply: Check }> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
  const file = join(dirname(PACKAGE), '..', '.cache', 'rbr', `openai-${version}.schema.json`);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const schemas: Schemas = kept === undefined ? await generate(file) : JSON.parse(kept);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return {
    request: checkOf(ajv.compile(schemas.ChatCompletionCreateParamsNonStreaming)),
    reply: checkOf(ajv.compile(schemas.ChatCompletion)),
  };
}

async function generate(file: string): Promise<Schemas> {
  const { createGenerator } = await import('ts-json-schema-generator');
  const generator = createGenerator({
    path: join(dirname(PACKAGE), 'resources/chat/completions/completions.d.ts'),
    type: '*',
    skipTypeCheck: true,
    // A key that the API does not know is a mistake of ours.
    additionalProperties: false,
  });
  const schemas = Object.fromEntries(TYPES.map((type) => [type, generator.createSchema(type)])) as Schemas;
  await mkdir(dirname(file), { recursive: true });
  // Several test files may do this at once: each writes its own and puts it in place whole.
  const own = `${file}.${process.pid}`;
  await writeFile(own, JSON.stringify(schemas));
  await rename(own, file);
  return schemas;
}

function checkOf(validate: ValidateFunction): Check {
  return (body) => {
    if (validate(body)) return undefined;
    const [error] = validate.errors ?? [];
    return `${error?.instancePath || '/'} ${error?.message} ${JSON.stringify(error?.params)}`;
  };
}

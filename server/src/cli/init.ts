import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { filesOfTemplate, namedAs, TEMPLATES, wrongName } from '../exchange/templates/templates.ts';
import { writeNew } from './new-file.ts';
import { EXIT, printJson, UsageError } from './output.ts';
import { toPath, toUri } from './paths.ts';

export interface InitOptions {
  readonly template: string;
  readonly name?: string;
  readonly format: 'text' | 'json';
}

/** `rbr init`: a policy with labelled samples to begin with. Nothing that is there is written over. */
export async function init(folder: string, options: InitOptions): Promise<number> {
  const template = TEMPLATES.find(({ id }) => id === options.template);
  if (!template) throw new UsageError(`No template "${options.template}".`);
  const name = options.name ?? template.policy;
  const wrong = wrongName(name);
  if (wrong !== undefined) throw new UsageError(wrong);
  const texts = await Promise.all(
    filesOfTemplate(template).map(async (file) => ({
      name: file,
      text: await readFile(new URL(`../${template.folder}${file}`, import.meta.url), 'utf8'),
    })),
  );
  const files = namedAs(template, name, texts).map((file) => ({ ...file, path: join(folder, file.name) }));
  // All or none: half a template would have findings that are nobody's fault.
  const there = files.find(({ path }) => existsSync(path));
  if (there)
    throw new UsageError(`${there.path} is there already; give another folder, or another name with --name.`);
  await mkdir(folder, { recursive: true });
  for (const { path, text } of files) await writeNew(path, text);
  const paths = files.map(({ path }) => toPath(toUri(path)));
  if (options.format === 'json') printJson({ template: template.id, policy: paths[0], files: paths });
  else process.stdout.write(inWords(paths, folder));
  return EXIT.fine;
}

function inWords(paths: readonly string[], folder: string): string {
  const [policy = '', ...others] = paths;
  const samples = others.filter((path) => path.endsWith('.samples.yaml'));
  const graded = samples[0] ?? `${basename(resolve(folder))}/*.samples.yaml`;
  return [
    ...paths.map((path) => `wrote ${path}`),
    '',
    'Next:',
    `  rbr check ${quotedForShell(policy)}`,
    `  rbr evaluate ${quotedForShell(graded)} --policy ${quotedForShell(policy)}`,
    '',
  ].join('\n');
}

function quotedForShell(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

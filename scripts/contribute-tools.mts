/** Writes into package.json what the editor must know of the tools before the extension runs. */
import { readFile, writeFile } from 'node:fs/promises';
import { contributedTools } from '../server/src/tools/contributed.ts';

const PATH = 'package.json';
const manifest = JSON.parse(await readFile(PATH, 'utf8'));
const before: { name: string }[] = manifest.contributes.languageModelTools ?? [];
manifest.contributes.languageModelTools = contributedTools().map((tool) => {
  const { displayName, userDescription } = tool;
  // What people read may have been put into other words, or into package.nls.json.
  return { ...tool, displayName, userDescription, ...kept(before.find(({ name }) => name === tool.name)) };
});
await writeFile(PATH, `${JSON.stringify(manifest, null, 2)}\n`);

function kept(written: object | undefined): object {
  const entries = Object.entries(written ?? {});
  return Object.fromEntries(
    entries.filter(([key]) => ['displayName', 'userDescription', 'icon'].includes(key)),
  );
}

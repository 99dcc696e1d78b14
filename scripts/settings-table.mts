/** Writes docs/settings.md out of package.json: `node scripts/settings-table.mts`. A test holds them equal. */
import { readFile, writeFile } from 'node:fs/promises';
import { settingsPage } from '../test/support/settings-page.ts';

const [manifest, texts] = await Promise.all(
  ['package.json', 'package.nls.json'].map((path) => readFile(path, 'utf8')),
);
await writeFile('docs/settings.md', settingsPage(manifest as string, JSON.parse(texts as string)));

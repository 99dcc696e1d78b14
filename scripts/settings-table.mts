/** Writes docs/settings.md out of package.json: `node scripts/settings-table.mts`. A test holds them equal. */
import { readFile, writeFile } from 'node:fs/promises';
import { settingsPage } from '../test/support/settings-page.ts';

await writeFile('docs/settings.md', settingsPage(await readFile('package.json', 'utf8')));

/** `npm run package`: the .vsix, and its size. */
import { stat } from 'node:fs/promises';
import { packExtension } from './vscode/package.mts';

const path = await packExtension();
console.log(`${path}: ${Math.round((await stat(path)).size / 1024)} KB`);

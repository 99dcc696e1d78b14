/** After `npm install` the bundles are there, so that `npx rbr` works; without the build tools it is not our turn. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const node = join('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
if (existsSync(node) && existsSync(join('node_modules', 'esbuild'))) {
  process.exit(spawnSync(node, ['scripts/build.mts'], { stdio: 'inherit' }).status ?? 1);
}

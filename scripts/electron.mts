/** `npm run test:electron`: the same suite in a desktop VS Code that `@vscode/test-electron` downloads. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { unpackExtension } from './vscode/package.mts';
import { bundleSuite } from './vscode/suite.mts';

if (spawnSync(process.execPath, ['scripts/build.mts'], { stdio: 'inherit' }).status !== 0) process.exit(1);
await runTests({
  extensionDevelopmentPath: resolve(await unpackExtension()),
  extensionTestsPath: await bundleSuite(),
  launchArgs: [resolve('samples'), '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
});

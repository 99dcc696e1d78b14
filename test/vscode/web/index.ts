import 'mocha/mocha.js';
import { version } from 'vscode';
import { Lines } from '../suite/lines.ts';

/** Called by VS Code in its web-worker extension host; resolves where every test passed. */
export async function run(): Promise<void> {
  // What Mocha brings for browsers is a global.
  mocha.setup({ ui: 'bdd', timeout: 60_000, reporter: Lines as unknown as Mocha.ReporterConstructor });
  await import('../suite/extension.test.ts');
  await import('../suite/authoring.test.ts');
  await import('./web.test.ts');
  console.log(`VS Code ${version}, web worker`);
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

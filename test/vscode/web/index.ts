import 'mocha/mocha.js';
import { version } from 'vscode';

/** Called by VS Code in its web-worker extension host; resolves where every test passed. */
export async function run(): Promise<void> {
  // What Mocha brings for browsers is a global. Without a reporter of its own it would write into a page.
  mocha.setup({ ui: 'bdd', timeout: 60_000, reporter: null as never });
  await import('../suite/extension.test.ts');
  await import('../suite/authoring.test.ts');
  await import('./web.test.ts');
  console.log(`VS Code ${version}, web worker`);
  let passes = 0;
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => {
        passes++;
        console.log(`  ✓ ${test.fullTitle()} (${test.duration} ms)`);
      })
      .on('fail', (test, error) => console.log(`  ✗ ${test.fullTitle()}\n${error?.stack ?? error}`));
  });
  console.log(`suite: ${passes} passed, ${failures} failed`);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

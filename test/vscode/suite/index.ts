import { version } from 'vscode';
import { Lines } from './lines.ts';

/** Called by VS Code in its extension host; resolves where every test passed. */
export async function run(): Promise<void> {
  // Imported, not required: the oldest VS Code's Node gives an ES module to `require` in another form.
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    reporter: Lines as unknown as Mocha.ReporterConstructor,
  });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await import('./extension.test.ts');
  await import('./authoring.test.ts');
  await import('./grading.test.ts');
  await import('./care.test.ts');
  await import('./local-models.test.ts');
  await import('./review.test.ts');
  console.log(`VS Code ${version}`);
  await import('./tools.test.ts');
  await import('./start.test.ts');
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

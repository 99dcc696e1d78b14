/** Bundles the extension, its server, the command line and the panel into dist/. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { type BuildOptions, build, context } from 'esbuild';
import { publishedSchema } from '../server/src/policy/json-schema.ts';
import { PolicySchema } from '../server/src/policy/schema.ts';
import { SamplesSchema } from '../server/src/samples/schema.ts';
import { commandLineBundle } from './command-line-bundle.mts';

const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

const shared: BuildOptions = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  legalComments: 'none',
};
const IMPORT_META_URL = "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;";

const LANGUAGE_CLIENT = './language-client.cjs';

const node: BuildOptions = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Some packages ask where they are, which CommonJS says in another way.
  define: { 'import.meta.url': 'importMetaUrl' },
  banner: { js: IMPORT_META_URL },
};

/** For a browser's web workers. A Node module that slips in fails the build: nothing is left to be looked for. */
const web: BuildOptions = {
  ...shared,
  platform: 'browser',
  target: 'es2023',
  mainFields: ['browser', 'module', 'main'],
};

const bundles: BuildOptions[] = [
  {
    ...node,
    entryPoints: ['client/src/extension-node.ts'],
    outfile: 'dist/client.cjs',
    external: ['vscode', LANGUAGE_CLIENT],
    // Most of the code, which activation is not to wait for: a file of its own, required when it is asked for.
    alias: { 'vscode-languageclient/node': LANGUAGE_CLIENT },
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['vscode-languageclient/node'],
    outfile: `dist/${LANGUAGE_CLIENT}`,
    external: ['vscode'],
  },
  {
    ...web,
    entryPoints: ['client/src/extension-web.ts'],
    outfile: 'dist/web/client.cjs',
    format: 'cjs',
    external: ['vscode'],
  },
  { ...node, entryPoints: ['server/src/server.ts'], outfile: 'dist/server.cjs' },
  { ...web, entryPoints: ['server/src/server-web.ts'], outfile: 'dist/web/server.js', format: 'iife' },
  commandLineBundle(node),
  ...[
    ['client/src/webview/breakdown/breakdown.ts', 'dist/webview/breakdown.js'],
    ['client/src/webview/diagram/diagram.ts', 'dist/webview/diagram.js'],
    ['client/src/webview/report/report.ts', 'dist/webview/report.js'],
  ].map(
    ([entry = '', outfile = '']): BuildOptions => ({
      ...shared,
      entryPoints: [entry],
      outfile,
      format: 'iife',
      target: 'es2023',
    }),
  ),
];

async function writeSchemas(): Promise<void> {
  await mkdir('schemas', { recursive: true });
  const write = (name: string, schema: object) =>
    writeFile(`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`);
  await write('policy', publishedSchema(PolicySchema, 'Rule Based Rewards policy'));
  await write('samples', publishedSchema(SamplesSchema, 'Rule Based Rewards samples'));
}

await rm('dist', { recursive: true, force: true });
await writeSchemas();
if (watch) {
  const contexts = await Promise.all(bundles.map((options) => context(options)));
  await Promise.all(contexts.map((each) => each.rebuild()));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  await Promise.all(bundles.map((options) => build(options)));
}

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BuildOptions, type Plugin, transform } from 'esbuild';

/**
 * The command line: dist/rbr.cjs, which is small, and dist/rbr/, from which each command loads what it uses. esbuild
 * splits ES modules only; Node loads CommonJS in less time, and from a `require` within libraries. So what was split is
 * rewritten, file by file.
 */
export function commandLineBundle(node: BuildOptions): BuildOptions {
  return {
    ...node,
    entryPoints: { rbr: 'server/src/cli/main.ts' },
    outdir: 'dist',
    chunkNames: 'rbr/[name]-[hash]',
    outExtension: { '.js': '.cjs' },
    format: 'esm',
    splitting: true,
    banner: {},
    write: false,
    // The map of the first step goes into that of the second.
    ...(node.sourcemap && { sourcemap: 'inline' as const }),
    plugins: [asCommonJs(node)],
  };
}

/** Whichever file asks where it is, it is dist/rbr.cjs: paths to the rest of the package begin there. */
const whereItIs = (entry: string) =>
  `const importMetaUrl = require('node:url').pathToFileURL(require('node:path').join(__dirname, '${entry}')).href;`;

function asCommonJs({ minify, sourcemap, target }: BuildOptions): Plugin {
  return {
    name: 'as-common-js',
    setup(build) {
      build.onEnd(async ({ outputFiles = [] }) => {
        await Promise.all(
          outputFiles.map(async ({ path, text }) => {
            const isEntry = path.endsWith('rbr.cjs');
            const banner = text.includes('importMetaUrl')
              ? whereItIs(isEntry ? 'rbr.cjs' : '../rbr.cjs')
              : '';
            const { code, map } = await transform(text, {
              format: 'cjs',
              platform: 'node',
              ...(target && { target }),
              minify: minify === true,
              sourcemap: sourcemap ? 'external' : false,
              sourcefile: path,
              legalComments: 'none',
              banner: isEntry ? `#!/usr/bin/env node\n${banner}` : banner,
            });
            await mkdir(dirname(path), { recursive: true });
            await writeFile(path, code, isEntry ? { mode: 0o755 } : {});
            if (map) await writeFile(`${path}.map`, map);
          }),
        );
      });
    },
  };
}

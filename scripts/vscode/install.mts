import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A VS Code as it stands in the npm registry: workbench and extension host. */
interface Release {
  /** Of the package `code-server`; 4.139.1 is VS Code 1.139.1. */
  readonly codeServer: string;
  /** The Node that its server wants, as a version of the package `node`; absent: the project's own. */
  readonly node?: string;
  /** Where its search would be downloaded by an install script: a version of `@vscode/ripgrep-universal`, which has it. */
  readonly ripgrep?: string;
}

/** The oldest is the one of `engines.vscode` in package.json: what `package.json` promises is tried. */
const RELEASES = {
  newest: { codeServer: '4.139.1' },
  oldest: { codeServer: '4.103.2', node: '22', ripgrep: '1.18.0' },
} satisfies Record<string, Release>;

export type ReleaseName = keyof typeof RELEASES;

export interface InstalledVSCode {
  /** The folder of VS Code's own server. */
  readonly server: string;
  /** The Node to run it with. */
  readonly node: string;
}

const CACHE = '.vscode-test';

/**
 * Installs a VS Code where it is not yet. No download but from the npm registry, no compiler, and no install script
 * but that of `node`, which puts the binary in its place. Interrupted in the middle, it begins again.
 */
export async function installVSCode(name: ReleaseName = 'newest'): Promise<InstalledVSCode> {
  const { codeServer, node, ripgrep }: Release = RELEASES[name];
  const folder = join(CACHE, `code-server-${codeServer}`);
  const installed: InstalledVSCode = {
    server: join(folder, 'node_modules/code-server/lib/vscode'),
    node: node === undefined ? process.execPath : join(folder, 'node_modules/node/bin/node'),
  };
  const done = join(folder, 'complete');
  if (existsSync(done)) return installed;
  console.error(`Setting up VS Code from the npm registry (code-server ${codeServer}, once, about 600 MB) …`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"private": true, "allowScripts": {"node": true}}\n');
  if (node !== undefined) npm(folder, ['install', `node@${node}`]);
  npm(folder, ['install', `code-server@${codeServer}`, '--ignore-scripts']);
  npm(installed.server, ['install', '--ignore-scripts', '--omit=dev']);
  if (ripgrep !== undefined) {
    npm(folder, ['install', `@vscode/ripgrep-universal@${ripgrep}`, '--ignore-scripts']);
    const found = join(
      folder,
      'node_modules/@vscode/ripgrep-universal/bin',
      `${process.platform}-${process.arch}`,
    );
    await cp(found, join(installed.server, 'node_modules/@vscode/ripgrep/bin'), { recursive: true });
  }
  await writeFile(done, '');
  return installed;
}

/** Set-up reaches over a network, so it may be tried again; a test never is. */
function npm(cwd: string, args: readonly string[], attempts = 3): void {
  for (let attempt = 1; ; attempt++) {
    const { status } = spawnSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (status === 0) return;
    if (attempt === attempts) throw new Error(`npm ${args.join(' ')} failed ${attempts} times.`);
  }
}

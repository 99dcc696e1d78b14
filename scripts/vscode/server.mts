import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installVSCode, type ReleaseName } from './install.mts';

export interface VSCodeServerOptions {
  /** The extension: a folder (the project, or an unpacked package), or a .vsix that is installed as users do it. */
  readonly extension: string;
  readonly release?: ReleaseName;
  /** The folder that is opened. */
  readonly workspace: string;
  /** The module whose `run()` is called in the extension host. */
  readonly tests?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly keybindings?: readonly Readonly<Record<string, unknown>>[];
  /** Those of the machine that the extension runs on, where a browser's user settings do not reach. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
  /** False: the window is in Restricted Mode. */
  readonly isTrusted?: boolean;
  /** The language of the editor; English where it is left out. */
  readonly locale?: string | undefined;
}

export interface VSCodeServer {
  /** Opens VS Code with extension and folder in any browser. */
  readonly address: string;
  stop(): Promise<void>;
}

const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'files.watcherExclude': { '**/node_modules/**': true },
};

/** Starts VS Code's own server on a free port of this machine, with a profile of its own. */
export async function startVSCodeServer({
  extension,
  release = 'newest',
  workspace,
  tests,
  settings,
  keybindings = [],
  machineSettings = {},
  isTrusted = true,
  locale,
}: VSCodeServerOptions): Promise<VSCodeServer> {
  const { server, node } = await installVSCode(release);
  const port = await freePort();
  const profile = await mkdtemp(join(tmpdir(), 'rbr-vscode-'));
  await mkdir(join(profile, 'user/User'), { recursive: true });
  await writeFile(
    join(profile, 'user/User/settings.json'),
    JSON.stringify({ ...QUIET_SETTINGS, ...settings }),
  );
  await writeFile(join(profile, 'user/User/keybindings.json'), JSON.stringify(keybindings));
  for (const folder of ['user/Machine', 'server/data/Machine']) {
    await mkdir(join(profile, folder), { recursive: true });
    await writeFile(join(profile, folder, 'settings.json'), JSON.stringify(machineSettings));
  }
  const isPackage = extension.endsWith('.vsix');
  if (locale !== undefined) await installLanguage(join(profile, 'user'), locale);
  const child = spawn(
    node,
    [
      join(server, 'out/server-main.js'),
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        String(port),
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      ...['--enable-smoke-test-driver', '--telemetry-level', 'off'],
      ...(isTrusted ? ['--disable-workspace-trust'] : []),
      ...(isPackage ? ['--install-extension', resolve(extension), '--start-server'] : []),
      ...(locale === undefined ? [] : ['--locale', locale]),
      ...[
        '--user-data-dir',
        join(profile, 'user'),
        '--extensions-dir',
        join(profile, 'extensions'),
        '--server-data-dir',
        join(profile, 'server'),
      ],
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing is remembered from one run to the next, nor taken from who runs it.
      env: { ...process.env, RBR_CACHE_DIR: join(profile, 'cache') },
    },
  );
  await listening(child, port);
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const payload = [
    ...(isPackage ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ folder: resolve(workspace), payload: JSON.stringify(payload) });
  return {
    address: `http://127.0.0.1:${port}/?${query}`,
    async stop() {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'exit');
      }
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/**
 * A language pack without a text, as VS Code keeps packs that are installed: the editor takes it for its language, its own
 * texts stay English, and extensions speak it. The real packs are in no registry that tests may use.
 */
async function installLanguage(userData: string, locale: string): Promise<void> {
  const texts = join(userData, `${locale}.json`);
  await writeFile(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  // Named after nobody's pack, so that the server does not look for one in the gallery.
  const extensions = [{ extensionIdentifier: { id: `tests.${locale}` }, version: '1.0.0' }];
  const pack = { hash: 'empty', label: locale, extensions, translations: { vscode: texts } };
  await writeFile(join(userData, 'languagepacks.json'), JSON.stringify({ [locale]: pack }));
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let said = '';
  child.stderr?.on('data', (data) => {
    said += data;
  });
  child.stdout?.on('data', (data) => {
    said += data;
  });
  for (;;) {
    if (child.exitCode !== null) throw new Error(`VS Code's server ended with ${child.exitCode}:\n${said}`);
    const answered = await fetch(`http://127.0.0.1:${port}/version`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port to be had');
  return address.port;
}

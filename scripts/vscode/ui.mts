import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journeys } from '../../test/vscode/ui/journeys.mts';
import type { Journey } from '../../test/vscode/ui/steps.mts';
import type { Counts } from '../test.mts';
import { launchChromium } from './browser.mts';
import { JUDGE_KEY, startJudge } from './judge.mts';
import { unpackExtension } from './package.mts';
import { startVSCodeServer } from './server.mts';
import { SCREENSHOTS, walk } from './walk.mts';

/** A window that trusts nothing, and does not ask. */
const RESTRICTED = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.emptyWindow': false,
};

interface Window {
  readonly isTrusted: boolean;
  readonly locale?: Journey['locale'];
}
const WINDOWS: readonly Window[] = [
  { isTrusted: true },
  { isTrusted: false },
  { isTrusted: true, locale: 'zh-cn' },
];

/** What a person does, in a real VS Code with mouse and keyboard, with pictures to look at afterwards. */
export async function runUserJourneys(): Promise<Counts> {
  const extension = await unpackExtension();
  await rm(SCREENSHOTS, { recursive: true, force: true });
  await mkdir(SCREENSHOTS, { recursive: true });
  const workspace = await mkdtemp(join(tmpdir(), 'rbr-workspace-'));
  await cp('samples', workspace, { recursive: true });
  const judge = await startJudge({ apiKey: JUDGE_KEY });
  const start = ({ isTrusted, locale }: Window) =>
    startVSCodeServer({
      ...options,
      isTrusted,
      locale,
      settings: isTrusted ? settings : { ...settings, ...RESTRICTED },
    });
  const settings = { 'editor.hover.delay': 100, 'files.autoSave': 'off' };
  const options = {
    extension,
    workspace,
    machineSettings: {
      'rbr.grader.kind': 'openai',
      'rbr.grader.baseUrl': judge.baseUrl,
      'rbr.grader.model': 'judge-1',
      'rbr.grader.prices': { 'judge-1': { input: 0.4, output: 1.6 } },
    },
  };
  const browser = await launchChromium();
  let passed = 0;
  let failed = 0;
  const asked = process.env.RBR_JOURNEYS;
  const wanted = journeys.filter(({ name }) => !asked || name.includes(asked));
  try {
    for (const window of WINDOWS) {
      const own = wanted.filter(
        ({ isRestricted = false, locale }) => isRestricted !== window.isTrusted && locale === window.locale,
      );
      if (own.length === 0) continue;
      const server = await start(window);
      try {
        for (const journey of own) {
          const error = await walk(journey, { browser, workspace, judge, address: server.address });
          if (error) {
            failed++;
            console.error(`  ✗ ${journey.name}\n${error instanceof Error ? error.stack : error}`);
          } else {
            passed++;
            console.log(`  ✓ ${journey.name}`);
          }
        }
      } finally {
        await server.stop();
      }
    }
  } finally {
    await browser.close();
    await judge.close();
    await rm(workspace, { recursive: true, force: true });
  }
  return { passed, failed };
}

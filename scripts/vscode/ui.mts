import { rm } from 'node:fs/promises';
import { journeys } from '../../test/vscode/ui/journeys.mts';
import type { Journey } from '../../test/vscode/ui/steps.mts';
import { type Counts, together } from '../counts.mts';
import { unpackExtension } from './package.mts';
import { SCREENSHOTS, type Walk, walk } from './walk.mts';

type Window = NonNullable<Walk['window']>;

/** A window for each kind of journey. The one that trusts nothing does not ask, either. */
const WINDOWS: Readonly<Record<NonNullable<Journey['window']>, Window>> = {
  usual: {},
  restricted: {
    isTrusted: false,
    settings: {
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.emptyWindow': false,
    },
  },
  'zh-cn': { locale: 'zh-cn' },
};

/** What a person does, in a real VS Code with mouse and keyboard, with pictures to look at afterwards. */
export async function runUserJourneys(): Promise<Counts> {
  const extension = await unpackExtension();
  await rm(SCREENSHOTS, { recursive: true, force: true });
  const parts: Counts[] = [];
  for (const [kind, window] of Object.entries(WINDOWS)) {
    const own = journeys.filter((journey) => (journey.window ?? 'usual') === kind);
    parts.push(await walk({ journeys: own, extension, window }));
  }
  return together(parts);
}

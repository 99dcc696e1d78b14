import { SERVERS } from '../../test/model/environment.ts';
import type { Counts } from '../counts.mts';
import { vitest } from '../vitest.mts';
import { installServers } from './install.mts';

/** `rbr` against a language model on servers of others' making. What cannot be installed is skipped, and said. */
export function runWithModel(): Counts {
  const missing = installServers();
  const skippedFor = [...missing].map(([name, why]) => `${name} cannot be installed: ${why}`);
  for (const line of skippedFor) console.log(`skipped: ${line}`);
  if (missing.size === Object.keys(SERVERS).length)
    return { passed: 0, failed: 0, skipped: missing.size, skippedFor };
  return { ...vitest('model'), skippedFor };
}

import { composePolicy } from '../policy/compose.ts';
import type { Policy } from '../policy/model.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import { nodeFiles } from '../workspace/node-files.ts';
import { UsageError } from './output.ts';
import { toUri } from './paths.ts';

/** The policy with the orderings of another file in place of its own. */
export async function withOrderings(policy: Policy, path: string): Promise<Policy> {
  const text = await nodeFiles().readText(toUri(path));
  if (text === undefined) throw new UsageError(`No orderings at ${path}.`);
  const { orderings, margins } = composePolicy([parsePolicy(new SourceText(toUri(path), text))]);
  if (orderings.size === 0) throw new UsageError(`${path} has no \`orderings\`.`);
  return { ...policy, orderings, margins: margins.size > 0 ? margins : policy.margins };
}

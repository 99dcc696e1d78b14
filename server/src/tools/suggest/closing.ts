import Type, { type Static } from 'typebox';
import { withCondition } from '../../checks/logic/fixes.ts';
import { truth } from '../../checks/logic/wording.ts';
import type { Finding } from '../../policy/finding.ts';
import type { Loophole } from '../../review/loopholes.ts';
import { findingsOf } from '../../workspace/examine.ts';
import { afterEdits } from '../../workspace/proven-fixes.ts';
import { loopholesIn } from '../../workspace/review.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { LOOPHOLE, loopholeItem } from '../loopholes.ts';
import { inline } from '../quoted.ts';
import { policyOf, type Subject } from '../subject.ts';
import type { Reach } from '../tool.ts';
import { CHANGE, changeOf } from './edited.ts';

/** A loophole with the condition that would close it, tried on a copy. */
export const CLOSABLE = Type.Object({
  ...LOOPHOLE.properties,
  closing: Type.Optional(
    Type.Object({
      condition: Type.String({ description: 'What the class would have to require as well.' }),
      closes: Type.Boolean({ description: 'Whether the loophole is gone with it.' }),
      brings: Type.Array(Type.String(), {
        description: 'Codes of findings that the policy would have then and has not now.',
      }),
      ...CHANGE,
    }),
  ),
});

/** The loopholes of a policy, each with its closing tried, at most `limit`. */
export async function closingsFor(
  subject: Subject,
  reach: Reach,
  limit: number,
  signal: AbortSignal,
): Promise<Static<typeof CLOSABLE>[]> {
  const state = await policyOf(subject);
  const before = await findingsOf(subject.workspace, state.uri);
  const loopholes = [...(await loopholesIn(subject.workspace, state)).values()].flat().slice(0, limit);
  const closable: Static<typeof CLOSABLE>[] = [];
  for (const loophole of loopholes) {
    signal.throwIfAborted();
    const closing = await tried(subject, state, reach, loophole, before);
    closable.push({ ...loopholeItem(loophole), ...(closing && { closing }) });
  }
  return closable;
}

async function tried(
  { workspace }: Subject,
  state: PolicyState,
  reach: Reach,
  loophole: Loophole,
  before: readonly Finding[],
): Promise<Static<typeof CLOSABLE>['closing']> {
  const { kind, className, responseType, proposition, value } = loophole;
  // What was never seen is closed by samples, and what no class reads by no one condition.
  if (kind === 'unseen' || kind === 'no-effect' || className === undefined) return undefined;
  const written = state.policy.classes.get(className)?.byResponseType.get(responseType);
  if (!written) return undefined;
  const edits = withCondition(state, written.formula, `${proposition}: ${!value}`);
  const change = edits.length === 0 ? undefined : await changeOf(workspace, reach, edits);
  if (!change) return undefined;
  const changed = await afterEdits(workspace, edits);
  const after = await changed.policy(state.uri);
  const left = after ? ((await loopholesIn(changed, after)).get(responseType) ?? []) : [];
  return {
    condition: inline(truth(proposition, !value)),
    closes: !left.some(
      (each) => each.kind === kind && each.className === className && each.proposition === proposition,
    ),
    brings: newCodes(before, await findingsOf(changed, state.uri)),
    ...change,
  };
}

/** Codes that are found more often than before. */
function newCodes(before: readonly Finding[], after: readonly Finding[]): string[] {
  const count = (findings: readonly Finding[], code: string) =>
    findings.filter((each) => each.code === code).length;
  return [...new Set(after.map(({ code }) => code))].filter(
    (code) => count(after, code) > count(before, code),
  );
}

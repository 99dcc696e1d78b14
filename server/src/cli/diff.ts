import { existsSync } from 'node:fs';
import type { ClassChange, ResponseTypeDiff } from '../logic/diff.ts';
import { diffInWords } from '../review/diff-in-words.ts';
import { diffPolicies, type PolicyDiff } from '../review/policy-diff.ts';
import { gitFiles, revisionAndPath } from './git-files.ts';
import { allCompletions, openPolicy, openWeights, trainingCompletions } from './load.ts';
import { EXIT, printJson } from './output.ts';
import { toPath } from './paths.ts';

export interface DiffOptions {
  readonly format: 'text' | 'json';
  /** Labelled completions that may move; those of the new policy where left out. */
  readonly samples?: readonly string[];
  readonly weights?: string;
}

/** `rbr diff`: what a new version of a policy changes, with 1 where it changes anything. */
export async function diff(before: string, after: string, options: DiffOptions): Promise<number> {
  const [{ state: old }, { workspace, state }] = await Promise.all([openVersion(before), openVersion(after)]);
  const completions = options.samples
    ? await allCompletions(options.samples)
    : await trainingCompletions(workspace, state, undefined);
  const weights = await openWeights(state, options.weights);
  const found = await diffPolicies(old.logic, state.logic, { completions, weights });
  if (options.format === 'json') printJson(document(found));
  else process.stdout.write(text(found));
  return found.isSame ? EXIT.fine : EXIT.findings;
}

/** A file, or a file of a revision: `HEAD:policy.rbr.yaml`. */
async function openVersion(written: string): ReturnType<typeof openPolicy> {
  const old = existsSync(written) ? undefined : revisionAndPath(written);
  return old ? openPolicy(old.path, gitFiles(old.revision)) : openPolicy(written);
}

function text(found: PolicyDiff): string {
  const sections = diffInWords(found).map(({ title, lines }) =>
    [title, ...lines.map((line) => `  ${line}`)].join('\n'),
  );
  return `${sections.join('\n\n')}\n`;
}

function document({
  responseTypes,
  moved,
  stale,
  reordered,
  propositions,
  classes,
  classOrder,
}: PolicyDiff): object {
  const stalePropositions = stale.map(({ name }) => name);
  return {
    responseTypes: Object.fromEntries(
      responseTypes.map((each) => [
        each.responseType,
        {
          equivalent: each.equivalent,
          changed: summary(each),
          changes: each.changes.map(changeOf),
          ...(each.notCompared !== undefined && { notCompared: each.notCompared }),
          ...(each.incomplete.length > 0 && { incomplete: each.incomplete }),
          movedSamples: moved
            .filter(({ responseType }) => responseType === each.responseType)
            .map(({ completion: { id, places }, from, to }) => ({
              id,
              file: toPath(places.whole.uri),
              from,
              to,
            })),
          stalePropositions,
        },
      ]),
    ),
    propositions,
    classes,
    ...(classOrder && { classOrder }),
    stalePropositions: stale,
    ...(reordered && {
      reordered: reordered.map(({ was, is, before, after, responseType }) => ({
        responseType,
        was: was.id,
        is: is.id,
        before,
        after,
      })),
    }),
  };
}

/** All changes together; witness and classes are those of the largest one. */
function summary({ changed, of, changes: [largest] }: ResponseTypeDiff): object {
  const total = { count: exact(changed), of: exact(of) };
  return largest ? { ...total, witness: largest.witness, from: largest.from, to: largest.to } : total;
}

function changeOf({ count, ...change }: ClassChange): object {
  return { count: exact(count), ...change };
}

/** As a number where JSON's readers keep it exact, else as a string of digits. */
function exact(count: bigint): number | string {
  return count <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(count) : `${count}`;
}

import type { Policy } from '../../policy/model.ts';
import { SourceText } from '../../policy/source.ts';
import type { FitReport } from '../../reward/fit/fit-types.ts';
import { readWeights, writeWeights } from '../../reward/weights.ts';
import { nodeFiles } from '../../workspace/node-files.ts';
import { EXIT, exitOf, type NotThere, note, printJson } from '../output.ts';
import { toUri } from '../paths.ts';
import { writeWhole } from '../whole-file.ts';
import { fitDocument } from './fit-json.ts';
import { fitText } from './fit-text.ts';

export interface FinishOptions {
  readonly out?: string | undefined;
  readonly allowMissing?: number | undefined;
  readonly format: 'text' | 'json';
}

/**
 * Prints a fit and writes its weights, where there is something to write and nothing is lost by it. Without weights of any
 * response type nothing was fitted, as if it could not run: 2. A response type without weights, for whatever reason, is a
 * finding: 1.
 */
export async function finish(
  policy: Policy,
  report: FitReport,
  notThere: NotThere,
  { out, allowMissing, format }: FinishOptions,
): Promise<number> {
  if (format === 'json') printJson({ ...notThere, ...fitDocument(report) });
  else process.stdout.write(fitText(report));
  const { fits, impossible, failed } = report;
  const noPairs = [...failed].flatMap(([type, { reason }]) => (reason === 'no-pairs' ? [type] : []));
  const isWhole = impossible.size === 0 && noPairs.length === failed.size;
  const why =
    // Half of the weights would be worse than the ones that may be there.
    !isWhole || fits.size === 0 ? '' : await lostBy(policy, report, out);
  if (why !== undefined) {
    if (out !== undefined) note(`${out} is left as it is.${why && ` ${why}`}`);
    sayNotThere(notThere);
    return isWhole && fits.size === 0 ? EXIT.cannotRun : EXIT.findings;
  }
  if (out !== undefined) {
    await writeWhole(out, writeWeights(report.weights));
    note(`written to ${out}`);
    if (noPairs.length > 0) note(`It has no weights for ${noPairs.join(', ')}.`);
  }
  sayNotThere(notThere);
  return noPairs.length > 0 ? EXIT.findings : exitOf(notThere, allowMissing);
}

/** What the file has of response types that the policy has and this fit did not give weights to; undefined where nothing. */
async function lostBy(
  policy: Policy,
  { fits }: FitReport,
  out: string | undefined,
): Promise<string | undefined> {
  const text = out === undefined ? undefined : await nodeFiles().readText(toUri(out));
  if (out === undefined || text === undefined) return undefined;
  const { weights } = readWeights(new SourceText(toUri(out), text));
  const known = new Set([...policy.orderings.keys(), ...policy.responseTypes.keys()]);
  const lost = Object.keys(weights?.responseTypes ?? {}).filter((type) => known.has(type) && !fits.has(type));
  if (lost.length === 0) return undefined;
  return `It has weights for ${lost.join(', ')}, and this fit has none: they would be lost. Name another file with --out, or fit on data of all response types.`;
}

/** In the last line: what the weights do not rest on, though it was given. */
function sayNotThere({ missing, unreadable }: NotThere): void {
  const parts = [
    ...(missing > 0
      ? [`${missing} ranked ${missing === 1 ? 'completion' : 'completions'} without what the reward needs`]
      : []),
    ...(unreadable > 0 ? [`${unreadable} ${unreadable === 1 ? 'line' : 'lines'} of input unreadable`] : []),
  ];
  if (parts.length > 0) note(`Not fitted on: ${parts.join('; ')}.`);
}

import { writeFile } from 'node:fs/promises';
import { composePolicy } from '../policy/compose.ts';
import type { Policy } from '../policy/model.ts';
import { parsePolicy } from '../policy/parse.ts';
import { SourceText } from '../policy/source.ts';
import { fitFeatureRows } from '../reward/feature-rows.ts';
import { type FitReport, fitPolicy } from '../reward/fit-policy.ts';
import { writeWeights } from '../reward/weights.ts';
import { nodeFiles } from '../workspace/node-files.ts';
import { readFeatureFiles } from './feature-files.ts';
import { type GradersOptions, gradeAll } from './grade-all.ts';
import { allCompletions, openPolicy, trainingCompletions } from './load.ts';
import { EXIT, note, printJson, UsageError } from './output.ts';
import { toUri } from './paths.ts';

export type FitCommandOptions = GradersOptions & {
  readonly policy: string;
  readonly samples?: readonly string[];
  readonly features?: readonly string[];
  readonly orderings?: string;
  readonly margin: number;
  readonly l2: number;
  readonly baseReward: boolean;
  readonly out?: string;
  readonly format: 'text' | 'json';
};

/** `rbr fit`: the weights of the linear reward, with the certificate of their optimality. */
export async function fitCommand(options: FitCommandOptions): Promise<number> {
  const { margin, l2, baseReward: useBaseReward } = options;
  const { workspace, state } = await openPolicy(options.policy);
  const policy =
    options.orderings === undefined ? state.policy : await withOrderings(state.policy, options.orderings);
  const fitOptions = { margin, l2, useBaseReward, grader: options.grader };
  let report: FitReport;
  if (options.features) {
    report = fitFeatureRows(policy, await readFeatureFiles(options.features), {
      ...fitOptions,
      grader: 'feature file',
    });
  } else {
    const completions = options.samples
      ? await allCompletions(options.samples)
      : await trainingCompletions(workspace, state, undefined);
    if (completions.length === 0)
      throw new UsageError('No completions to fit on: name some with --samples or --features.');
    report = fitPolicy(
      policy,
      state.logic,
      (await gradeAll(workspace, state, completions, options)).graded,
      fitOptions,
    );
  }
  sayLeftOut(report);
  if (Object.keys(report.fits).length === 0)
    throw new UsageError('Nothing could be fitted: no response type has ranked completions.');
  if (options.out !== undefined) await writeFile(options.out, writeWeights(report.weights));
  if (options.format === 'json') printJson({ responseTypes: asJson(report) });
  else process.stdout.write(asText(report, options.out));
  return EXIT.fine;
}

/** The policy with the orderings of another file in place of its own. */
async function withOrderings(policy: Policy, path: string): Promise<Policy> {
  const text = await nodeFiles().readText(toUri(path));
  if (text === undefined) throw new UsageError(`No orderings at ${path}.`);
  const { orderings, margins } = composePolicy([parsePolicy(new SourceText(toUri(path), text))]);
  if (orderings.size === 0) throw new UsageError(`${path} has no \`orderings\`.`);
  return { ...policy, orderings, margins: margins.size > 0 ? margins : policy.margins };
}

function sayLeftOut({ leftOut }: FitReport): void {
  const counts = new Map<string, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  for (const [reason, count] of counts) note(`${count} completions left out: ${reason}`);
}

function asJson({ fits }: FitReport): object {
  return Object.fromEntries(
    Object.entries(fits).map(([type, { features, weights, objective, trainLoss, dualityGap, pairs, ms }]) => [
      type,
      {
        weights: Object.fromEntries(features.map((name, index) => [name, weights[index]])),
        objective,
        trainLoss,
        dualityGap,
        pairs,
        ms,
      },
    ]),
  );
}

function asText({ fits }: FitReport, out: string | undefined): string {
  const blocks = Object.entries(fits).map(
    ([type, { features, weights, objective, trainLoss, dualityGap, pairs }]) => {
      const width = Math.max(...features.map((name) => name.length));
      const lines = features.map(
        (name, index) => `  ${name.padEnd(width)} ${(weights[index] as number).toFixed(4).padStart(9)}`,
      );
      return [
        `${type}: ${pairs} pairs, mean hinge ${trainLoss.toFixed(6)}, objective ${objective.toFixed(6)} (within ${dualityGap.toExponential(1)} of the optimum)`,
        ...lines,
      ].join('\n');
    },
  );
  return `${blocks.join('\n\n')}\n${out === undefined ? '' : `\nwritten to ${out}\n`}`;
}

import type { Finding } from '../../policy/finding.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';
import { checkPolicy } from '../check-policy.ts';
import { classContradictsLabels } from './class-contradicts-labels.ts';
import { classNotInResponseType } from './class-not-in-response-type.ts';
import { labelsBreakConstraint } from './labels-break-constraint.ts';
import { sampleWithoutResponseType } from './sample-without-response-type.ts';
import { unknownSampleName } from './unknown-sample-name.ts';

/** What the policy has to say of a samples file. */
export type SampleCheck = (file: SamplesFile, context: PolicyContext) => Iterable<Finding>;

/** Every check on a samples file. */
export const SAMPLE_CHECKS: readonly SampleCheck[] = [
  unknownSampleName,
  sampleWithoutResponseType,
  classNotInResponseType,
  classContradictsLabels,
  labelsBreakConstraint,
];

/**
 * Runs every check on a samples file, with the severities of its policy; without a policy, says only that it
 * is missing. Never throws, like `checkPolicy`.
 */
export function checkSamples(file: SamplesFile, context: PolicyContext | undefined): Finding[] {
  if (!context) return [noPolicy(file)];
  return checkPolicy(
    context,
    SAMPLE_CHECKS.map((check) => check.bind(undefined, file)),
  );
}

function noPolicy({ policy, source }: SamplesFile): Finding {
  return {
    code: 'no-policy',
    severity: policy ? 'error' : 'info',
    message: policy
      ? `No policy at "${policy.text}"; the path is relative to this file.`
      : 'Which policy are these samples about? Name it: `policy: <file>.rbr.yaml`.',
    place: policy?.place ?? source.place({ start: 0, end: source.text.search(/$/m) }),
  };
}

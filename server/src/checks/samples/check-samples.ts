import type { Finding } from '../../policy/finding.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';
import { classContradictsLabels } from './class-contradicts-labels.ts';
import { unknownSampleName } from './unknown-sample-name.ts';

/** What the policy has to say of a samples file; without a policy only that it is missing. */
export function checkSamples(file: SamplesFile, context: PolicyContext | undefined): Finding[] {
  if (!context) {
    const { policy, source } = file;
    return [
      {
        code: 'no-policy',
        severity: policy ? 'error' : 'info',
        message: policy
          ? `No policy at "${policy.text}"; the path is relative to this file.`
          : 'Which policy are these samples about? Name it: `policy: <file>.rbr.yaml`.',
        place: policy?.place ?? source.place({ start: 0, end: source.text.search(/$/m) }),
      },
    ];
  }
  return file.completions.flatMap((completion) => [
    ...unknownSampleName(completion, context.policy),
    ...classContradictsLabels(completion, context),
  ]);
}

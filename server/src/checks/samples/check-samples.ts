import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';
import { guarded } from '../guarded.ts';
import { withoutIgnored } from '../ignore.ts';
import { withSeverities } from '../severities.ts';
import { classContradictsLabels } from './class-contradicts-labels.ts';
import { classNotInResponseType } from './class-not-in-response-type.ts';
import { labelsBreakConstraint } from './labels-break-constraint.ts';
import { labelsInNoClass } from './labels-in-no-class.ts';
import { labelsInTwoClasses } from './labels-in-two-classes.ts';
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
  labelsInNoClass,
  labelsInTwoClasses,
];

/**
 * Everything there is to say of a samples file: of reading it, and of every check, with the severities of its
 * policy and without what its comments ignore. Without a policy, only that it is missing; `near` are
 * relative paths of policies that may be meant. Never throws.
 */
export function checkSamples(
  file: SamplesFile,
  context: PolicyContext | undefined,
  near: readonly string[] = [],
): Finding[] {
  if (!context) return withoutIgnored(file.source, [...file.findings, noPolicy(file, near)], new Set());
  const found = SAMPLE_CHECKS.flatMap((check) => guarded(check.name, context, () => check(file, context)));
  const findings = withSeverities([...file.findings, ...found], context);
  return withoutIgnored(file.source, findings, new Set(['reading', 'samples', 'policy']));
}

function noPolicy({ policy, source }: SamplesFile, near: readonly string[]): Finding {
  return {
    code: 'no-policy',
    severity: policy ? 'error' : 'info',
    message: policy
      ? l10n.t('No policy at "{0}"; the path is relative to this file.', policy.text)
      : l10n.t('Which policy are these samples about? Name it: `policy: <file>.rbr.yaml`.'),
    place: policy?.place ?? source.place({ start: 0, end: source.text.search(/$/m) }),
    fixes: near.map((path) => ({
      title: l10n.t('These samples are about {0}', path),
      edits: [
        policy
          ? { place: policy.place, newText: path }
          : { place: source.place({ start: 0, end: 0 }), newText: `policy: ${path}\n` },
      ],
    })),
  };
}

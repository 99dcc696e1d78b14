import type { Policy } from '../../policy/model.ts';
import { type GraderErrors, type MeasuredRate, ratesRead } from '../../reward/robust/error-rates.ts';
import type { ExpectedOrder, RobustPair, RobustProof } from '../../reward/robust/robust-proof.ts';
import type { RunEvidence } from '../../reward/robust/run-evidence.ts';
import { columns } from './columns.ts';

/** What holds of the order of the classes where grades are wrong, as tables for a terminal. */
export function graderErrorText(
  policy: Policy,
  evidence: RunEvidence,
  robust: ReadonlyMap<string, RobustProof>,
): string {
  const { errors } = evidence;
  const percent = Math.round(errors.confidence * 100);
  const read = ratesRead(policy);
  const parts = [
    [
      'Under grader error',
      `errors measured in ${evidence.run}: ${errors.grader.summary || errors.grader.kind}`,
      ...cautions(evidence),
    ].join('\n'),
    ratesTable(errors, percent),
    read === 'probabilities'
      ? `"at most" is the one-sided ${percent} % upper bound of each rate by itself, with prompts as the unit. The reward reads probabilities, so expected margins use their mean errors, and reversals the wrong answers.`
      : `"at most" is the one-sided ${percent} % upper bound of each rate by itself, with prompts as the unit. Grades are taken as yes or no at their thresholds.`,
    ...[...robust].map(([type, proof]) => typeText(type, proof)),
    LEGEND,
  ];
  return `${parts.join('\n\n')}\n`;
}

const LEGEND = `Expected margin: the least mean reward of a completion of the better class, less the greatest of the worse class, over all
  combinations, with every rate at its upper bound. It is a statement about means: single completions can still be paid the
  wrong way round.
Any rates: the least margin whatever the rates are between 0 and their bounds. It is below the expected margin where fewer
  errors would bring the two classes nearer to each other.
Reversed: the largest probability that one completion of the worse class is paid more than one of the better class, at the
  upper bounds.
Alike after: so many wrong grades, in two completions together, and one of each class has the same grades; no reward can
  then tell them apart.
Assumed: errors are independent of each other and of everything else but whether the proposition is true.`;

function cautions({ otherWording, wordingKnown, unreliable }: RunEvidence): string[] {
  return [
    ...(otherWording.length > 0
      ? [
          `asked in other words than the policy does now, so the rates are of another question: ${otherWording.join(', ')}`,
        ]
      : []),
    ...(wordingKnown
      ? []
      : [
          'the run was kept by an earlier version: in which words it asked, and whether it graded what it had learnt from, cannot be told',
        ]),
    ...(unreliable.length > 0
      ? [`the grader itself says that it is not to be relied on for: ${unreliable.join(', ')}`]
      : []),
  ];
}

function ratesTable({ propositions }: GraderErrors, percent: number): string {
  const isMissing = [...propositions.values()].some(({ missing }) => missing > 0);
  const header = [
    'proposition',
    'no though true',
    `at most`,
    'yes though false',
    `at most`,
    'mean error if true',
    'if false',
    ...(isMissing ? ['no answer'] : []),
  ];
  const rows = [...propositions].map(([name, { answers, probabilities, missing, isCheck }]) => {
    if (isCheck) return [name, 'a check', '0 %', 'a check', '0 %', '0 %', '0 %', ...(isMissing ? ['–'] : [])];
    return [
      name,
      counts(answers.falseNegative),
      bound(answers.falseNegative),
      counts(answers.falsePositive),
      bound(answers.falsePositive),
      bound(probabilities.falseNegative),
      bound(probabilities.falsePositive),
      ...(isMissing ? [String(missing)] : []),
    ];
  });
  return `Error rates, at ${percent} % confidence\n${columns([header, ...rows], [0])}`;
}

function counts({ n, errors }: MeasuredRate): string {
  return n === 0 ? 'no labels' : `${errors} of ${n}`;
}

function bound({ n, upper }: MeasuredRate): string {
  return n === 0 ? 'unknown' : share(upper);
}

/** Rounded up: an upper bound of 4.96 % is not one of 4.9 %. */
function share(value: number): string {
  return `${(Math.ceil(value * 1000 - 1e-9) / 10).toFixed(1)} %`;
}

function typeText(type: string, { pairs, unknown }: RobustProof): string {
  const reasons = [...new Set(pairs.flatMap(({ expected: { reason } }) => reason ?? []))];
  const lines = [
    type,
    columns([HEADER, ...pairs.map(row)], [0, 2, 6]),
    ...reasons.map((reason) => `not known: ${reason}`),
    ...(unknown.length > 0 ? [labelFirst(unknown)] : []),
    ...(unknown.length > 0 ? [] : calibrateFirst(pairs)),
  ];
  return lines.join('\n');
}

const HEADER = ['pair', 'expected margin', '', 'any rates', 'reversed', 'alike after', 'wrong grades of'];

function row(pair: RobustPair): string[] {
  const { better, worse, expected, reversal, reversalAtLeast, inseparableAt, inseparableBy } = pair;
  return [
    `${better} > ${worse}`,
    marginInWords(expected),
    mark(expected),
    figure(expected.anyRates),
    reversal === null
      ? '–'
      : reversalAtLeast === undefined
        ? share(reversal)
        : `${(100 * reversalAtLeast).toFixed(1)} to ${share(reversal)}`,
    inseparableAt === null ? '–' : String(inseparableAt),
    inseparableBy?.join(', ') ?? '',
  ];
}

function marginInWords({ margin, atMost, vacuous }: ExpectedOrder): string {
  if (vacuous) return 'never holds';
  return atMost === undefined ? figure(margin) : `${figure(margin)} to ${figure(atMost)}`;
}

/** A question mark where neither is known. */
function mark({ proven, margin, atMost }: ExpectedOrder): string {
  if (proven) return '✓';
  return margin === null || (atMost ?? margin) > 0 ? '?' : '✗';
}

function labelFirst(unknown: RobustProof['unknown']): string {
  const kinds = unknown.map(({ proposition, label }) => `${proposition} (${label ? 'true' : 'false'})`);
  return `Label first, since nothing is known of these errors: completions of which they are so: ${kinds.join(', ')}`;
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

const SHOWN = 5;

/** Of the pair with the least margin: that is where accuracy is wanted. */
function calibrateFirst(pairs: readonly RobustPair[]): string[] {
  const weakest = pairs.reduce<RobustPair | undefined>((least, each) => {
    const margin = each.expected.margin ?? Infinity;
    return margin < (least?.expected.margin ?? Infinity) ? each : least;
  }, undefined);
  const worth = weakest?.improve.filter(({ gain }) => gain > 0).slice(0, SHOWN) ?? [];
  if (!weakest || worth.length === 0) return [];
  const each = worth.map(({ proposition, gain }) => `${proposition} +${(gain / 100).toFixed(4)}`);
  return [
    `Calibrate first, for ${weakest.better} > ${weakest.worse} (margin for each percentage point fewer errors): ${each.join(', ')}`,
  ];
}

import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type {
  ExpectedOrder,
  MeasuredRate,
  Report,
  ReportedRobust,
  RobustPair,
  RobustProof,
} from '../../../../server/src/language/protocol-report.ts';
import { figure, signed } from './figures.ts';
import { type Cell, table } from './table.ts';

/** The order of the classes where grades are wrong as often as the evaluation has measured. */
export function robustView(robust: NonNullable<Report['robust']>): TemplateResult {
  return html`
    <section aria-labelledby="robust">
      <h2 id="robust">${l10n.t('Order of the classes under grader error')}</h2>
      ${'reason' in robust ? html`<p>${l10n.t('The evaluation does not tell how its grader errs: {0}.', robust.reason)}</p>` : known(robust)}
    </section>
  `;
}

function known(robust: ReportedRobust): TemplateResult {
  const percent = Math.round(robust.confidence * 100);
  return html`
    <p class="quiet">
      ${l10n.t('Every proposition may be graded wrongly, as often as the evaluation ({0}) found against human labels. Each error rate stands at its own upper {1} % confidence bound, counted by prompts; errors are assumed to be independent of each other and of all else but whether the proposition is true.', robust.grader, percent)}
    </p>
    <p class="quiet">
      ${l10n.t('The expected margin is the least mean reward of the better class less the greatest of the worse, over all combinations: single completions may still be paid the wrong way round. "At any rates" is its least value whatever the rates are between 0 and their bounds.')}
    </p>
    ${cautions(robust).map((each) => html`<p role="note">${each}</p>`)}
    ${Object.entries(robust.types).map(([type, proof]) => typeView(type, proof))} ${ratesView(robust, percent)}
  `;
}

function cautions({ otherWording, unreliable }: ReportedRobust): string[] {
  return [
    ...(otherWording.length > 0
      ? [
          l10n.t(
            'Asked in other words since, so that the rates are of another question: {0}.',
            otherWording.join(l10n.t(', ')),
          ),
        ]
      : []),
    ...(unreliable.length > 0
      ? [
          l10n.t(
            'The grader itself says that it is not to be relied on for: {0}.',
            unreliable.join(l10n.t(', ')),
          ),
        ]
      : []),
  ];
}

function typeView(type: string, { pairs, unknown }: RobustProof): TemplateResult {
  return html`
    <h3>${type}</h3>
    ${table(
      l10n.t('Order of the classes in {0} under grader error', type),
      [
        l10n.t('pair'),
        l10n.t('proven on average'),
        l10n.t('expected margin'),
        l10n.t('at any rates'),
        l10n.t('turned round'),
        l10n.t('alike after'),
      ],
      pairs.map(row),
    )}
    ${reasonsOf(pairs).map((reason) => html`<p>${l10n.t('Not known: {0}.', reason)}</p>`)}
    ${unknown.length > 0 ? html`<p>${labelFirst(unknown)}</p>` : calibrateFirst(pairs)}
  `;
}

function row(pair: RobustPair): Cell[] {
  const { better, worse, expected, reversal, reversalAtLeast, inseparableAt, inseparableBy = [] } = pair;
  const { margin, atMost, anyRates } = expected;
  return [
    `${better} > ${worse}`,
    verdict(expected),
    atMost === undefined ? signed(margin) : l10n.t('{0} to {1}', signed(margin), signed(atMost)),
    signed(anyRates),
    reversal === null
      ? '–'
      : reversalAtLeast === undefined
        ? share(reversal)
        : l10n.t('{0} to {1}', share(reversalAtLeast), share(reversal)),
    inseparableAt === null
      ? '–'
      : html`<span title=${l10n.t('No reward tells them apart once these are graded wrongly: {0}', inseparableBy.join(l10n.t(', ')))}>${inseparableAt}</span>`,
  ];
}

function verdict({ proven, vacuous, margin, atMost }: ExpectedOrder): Cell {
  if (vacuous) return `✓ ${l10n.t('never holds')}`;
  if (proven) return `✓ ${l10n.t('yes')}`;
  const isOpen = margin === null || (atMost ?? margin) > 0;
  return html`<strong>${isOpen ? `? ${l10n.t('not known')}` : `✗ ${l10n.t('no')}`}</strong>`;
}

/** Why some are not known, once each. */
function reasonsOf(pairs: readonly RobustPair[]): string[] {
  return [...new Set(pairs.flatMap(({ expected: { reason } }) => reason ?? []))];
}

function labelFirst(unknown: RobustProof['unknown']): string {
  const kinds = unknown.map(({ proposition, label }) =>
    label ? l10n.t('{0} is true', proposition) : l10n.t('{0} is false', proposition),
  );
  return l10n.t(
    'Label first, since nothing is known of these errors: completions of which {0}.',
    kinds.join(l10n.t(', ')),
  );
}

const SHOWN = 5;

/** Of the pair with the least margin: that is where accuracy is wanted. */
function calibrateFirst(pairs: readonly RobustPair[]): TemplateResult | typeof nothing {
  const [weakest] = pairs
    .filter(({ expected: { margin } }) => margin !== null)
    .toSorted((a, b) => (a.expected.margin as number) - (b.expected.margin as number));
  const worth = weakest?.improve.filter(({ gain }) => gain > 0).slice(0, SHOWN) ?? [];
  if (!weakest || worth.length === 0) return nothing;
  const pair = `${weakest.better} > ${weakest.worse}`;
  return html`
    <p>${l10n.t('Calibrate first, for {0}: margin for each percentage point fewer wrong grades', pair)}</p>
    <ol>${worth.map(({ proposition, gain }) => html`<li>${proposition}: ${signed(gain / 100, 4)}</li>`)}</ol>
  `;
}

function ratesView({ propositions, reads }: ReportedRobust, percent: number): TemplateResult {
  return html`
    <details>
      <summary>${l10n.t('The error rates')}</summary>
      <p class="quiet">
        ${
          reads === 'probabilities'
            ? l10n.t(
                'The reward reads probabilities: expected margins rest on their mean errors, and how likely two are turned round on the wrong answers.',
              )
            : l10n.t('Grades are taken as yes or no at their thresholds.')
        }
      </p>
      ${table(
        l10n.t('Error rates and their upper {0} % confidence bounds', percent),
        [
          l10n.t('proposition'),
          l10n.t('no though true'),
          l10n.t('at most'),
          l10n.t('yes though false'),
          l10n.t('at most'),
          l10n.t('mean error if true, at most'),
          l10n.t('if false, at most'),
          l10n.t('no answer'),
        ],
        propositions.map(({ name, answers, probabilities, missing, isCheck }) =>
          isCheck
            ? [name, ...Array.from({ length: 6 }, () => l10n.t('a check')), '–']
            : [
                name,
                counts(answers.falseNegative),
                bound(answers.falseNegative),
                counts(answers.falsePositive),
                bound(answers.falsePositive),
                bound(probabilities.falseNegative),
                bound(probabilities.falsePositive),
                figure(missing, 0),
              ],
        ),
      )}
    </details>
  `;
}

function counts({ n, errors }: MeasuredRate): string {
  return n === 0 ? l10n.t('no labels') : l10n.t('{0} of {1}', errors, n);
}

function bound({ n, upper }: MeasuredRate): string {
  return n === 0 ? l10n.t('not known') : share(upper);
}

/** Rounded up: an upper bound of 4.96 % is not one of 4.9 %. */
function share(value: number): string {
  return `${(Math.ceil(value * 1000 - 1e-9) / 10).toFixed(1)}%`;
}

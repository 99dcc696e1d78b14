import { QUALITY_FIGURES } from '../../reward/evaluate/figure-names.ts';
import { macroInWords, missingFirst } from '../../reward/evaluate/missing-first.ts';
import { missingIntervals } from '../../reward/evaluate/missing-intervals.ts';
import type {
  ClassQuality,
  ErrorRates,
  Evaluation,
  RankingQuality,
  Rate,
} from '../../reward/evaluate/quality.ts';
import { counted } from '../counted.ts';
import { comparisonText } from './comparison-text.ts';
import { fromFeaturesText } from './from-features-text.ts';
import { safetyText } from './safety-text.ts';
import { sharesText } from './shares-text.ts';
import { figure, interval, signed, table, withInterval } from './table.ts';
import { verdictText } from './verdict-text.ts';
import { worstText } from './worst-text.ts';

/** The verdict and, below it, an evaluation as tables for a terminal; 95% intervals stand behind the figures that matter most. */
export function renderEvaluation(evaluation: Evaluation): string {
  const { classes, ranking, safety, ablations, comparisons } = evaluation;
  const { sentences } = missingFirst(evaluation);
  const { n, prompts, answers, grader } = evaluation;
  const [verdict, worst] = [verdictText(evaluation), worstText(evaluation)];
  const isGraded = grader.kind !== 'labels';
  const answered = answers.of === 0 ? '' : ` · ${answers.of - answers.missing} of ${answers.of} answers`;
  const parts = [
    ...(sentences.length > 0 ? [sentences.join('\n')] : []),
    `${counted(n, 'completion')} of ${counted(prompts, 'prompt')}${answered} · ${grader.summary}`,
    ...(verdict === '' ? [] : [verdict]),
    ...(Object.keys(evaluation.propositions).length > 0 ? [propositions(evaluation)] : []),
    ...(classes.of > 0 ? [classAccuracy(classes)] : []),
    ...(ranking ? [rankingTable(ranking)] : []),
    ...fromFeaturesText(evaluation),
    ...(safety ? [safetyText(safety, isGraded)] : []),
    ...(isGraded ? sharesText(evaluation) : []),
    ...(ablations
      ? [
          table([
            ['without', 'response type', 'mean hinge', 'change', 'error rate', 'change'],
            ...ablations.map((each) => [
              each.without ?? '(nothing)',
              each.responseType,
              figure(each.loss),
              signed(each.lossDifference),
              figure(each.errorRate),
              signed(each.errorRateDifference),
            ]),
          ]),
        ]
      : []),
    ...(comparisons ?? []).map(comparisonText),
    ...(isGraded ? assumptions(evaluation) : []),
    ...missingIntervals(evaluation).map((why) => `– for an interval: ${why}`),
    ...(worst === '' ? [] : [worst]),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** What corrected shares take for granted. */
function assumptions({ propositions: all, classes, safety }: Evaluation): string[] {
  const estimates = [
    ...Object.values(all).map(({ rate }) => rate?.estimate),
    ...Object.values(classes.distribution).map(({ estimate }) => estimate),
    ...(safety ? [safety, ...Object.values(safety.byCategory)] : []).flatMap((each) =>
      Object.values(each.estimates),
    ),
  ];
  const found = new Set(estimates.map((each) => each?.assumes));
  const words = [
    ...(found.has('random-labels') ? ['where labels look like a random part: that they are one'] : []),
    ...(found.has('same-errors')
      ? ['where they do not: that the grader errs elsewhere as it does where there are labels']
      : []),
  ];
  return words.length === 0 ? [] : [`corrected shares assume, ${words.join('; ')}`];
}

function propositions({ propositions: all, macro }: Evaluation): string {
  const isMissing = Object.values(all).some(({ missing }) => missing > 0);
  const rows = Object.entries(all).map(([name, quality]) => [
    name,
    String(quality.n),
    String(quality.prompts),
    ...(isMissing ? [String(quality.missing)] : []),
    String(quality.positives),
    ...QUALITY_FIGURES.map((each) => figure(quality[each])),
    quality.auroc === null ? '' : interval(quality.intervals.auroc),
    quality.reliable ? '' : 'not reliable offline',
  ]);
  const header = [
    'proposition',
    'n',
    'prompts',
    ...(isMissing ? ['missing'] : []),
    'positives',
    'accuracy',
    'balanced',
    'F1',
    'AUROC',
    'Brier',
    'ECE',
    'AUROC 95%',
    '',
  ];
  const means = [
    macroInWords(macro),
    macro.n === 0 ? '' : String(macro.n),
    macro.n === 0 ? '' : String(macro.prompts),
    ...(isMissing ? [''] : []),
    '',
    ...QUALITY_FIGURES.map((each) => figure(macro[each])),
    macro.auroc === null ? '' : interval(macro.intervals.auroc),
    '',
  ];
  return table([header, ...rows, means]);
}

function classAccuracy({ accuracy, interval: range, n, prompts, of }: ClassQuality): string {
  const said = `class accuracy ${withInterval(accuracy, range)} on ${n}`;
  const over = counted(prompts, 'prompt');
  return n === of
    ? `${said} with an expected class, of ${over}`
    : `${said} of ${of} with an expected class, of ${over}; ${of - n} have no verdict`;
}

function rankingTable(ranking: RankingQuality): string {
  const row = (name: string, rates: ErrorRates) => {
    const { n, of, prompts, rmOnly, rbrOnly } = rates;
    const rate = (each: Rate) =>
      `${withInterval(each.errorRate, each.interval)}${each.n === n ? '' : ` (n ${each.n}, ${counted(each.prompts, 'prompt')})`}`;
    return [
      name,
      n === of ? String(n) : `${n} of ${of}`,
      String(prompts),
      rate(rmOnly),
      rate(rbrOnly),
      rate(rates),
    ];
  };
  return table([
    ['error rate', 'n', 'prompts', 'reward model', 'rules', 'both'],
    ...Object.entries(ranking.responseTypes).map(([type, rates]) => row(type, rates)),
    row('all', ranking),
  ]);
}

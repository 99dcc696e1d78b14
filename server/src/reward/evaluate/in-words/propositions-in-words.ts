import * as l10n from '@vscode/l10n';
import { MIN_POSITIVES } from '../proposition-answers.ts';
import type { Evaluation, PropositionQuality } from '../quality.ts';
import { type Interval, MIN_PROMPTS } from '../statistics/interval.ts';
import { someOf } from './numbers.ts';
import type { VerdictLine } from './verdict-line.ts';

/** Above this an AUROC is commonly called excellent (Hosmer and Lemeshow 2000, section 5.2.4). */
export const GRADED_WELL = 0.8;
const CHANCE = 0.5;

/** A proposition with labels enough for a statement about it. */
interface Judged {
  readonly name: string;
  readonly auroc: number;
  readonly range: Interval;
  readonly quality: PropositionQuality;
}

/** What can be said of the propositions: as much as their intervals carry, of those that have labels enough. */
export function propositionsInWords({ propositions }: Pick<Evaluation, 'propositions'>): VerdictLine[] {
  const all = Object.entries(propositions);
  const judged = all
    .flatMap(([name, quality]): Judged[] => {
      const range = quality.intervals.auroc;
      return hasLabelsEnough(quality) && quality.auroc !== null && range
        ? [{ name, auroc: quality.auroc, range, quality }]
        : [];
    })
    .sort((a, b) => a.auroc - b.auroc || a.range[0] - b.range[0]);
  const rest = all.filter(([name]) => judged.every((each) => each.name !== name));
  return [...qualityOf(judged), ...weakestOf(judged), ...tooFew(rest)];
}

/** Answers to five labelled yes and to five labelled no, by a grader that has seen labels enough to rely on itself. */
function hasLabelsEnough({ n, positives, reliable }: PropositionQuality): boolean {
  return reliable && positives >= MIN_POSITIVES && n - positives >= MIN_POSITIVES;
}

function qualityOf(judged: readonly Judged[]): VerdictLine[] {
  const well = judged.filter(({ range }) => range[0] > GRADED_WELL);
  const notAboveChance = judged.filter(({ range }) => range[0] <= CHANCE);
  const names = (of: readonly Judged[]) => ({ propositions: of.map(({ name }) => name) });
  return [
    ...(well.length === 0
      ? []
      : [
          {
            kind: 'holds' as const,
            ...names(well),
            text:
              well.length === judged.length && judged.length > 1
                ? l10n.t(
                    'All {0} propositions with enough labels are graded well: the 95 % interval of each AUROC lies above {1}.',
                    judged.length,
                    GRADED_WELL,
                  )
                : l10n.t(
                    'Graded well, the 95 % interval of AUROC above {0}: {1}.',
                    GRADED_WELL,
                    someOf(well.map(({ name }) => name)),
                  ),
          },
        ]),
    ...(notAboveChance.length === 0
      ? []
      : [
          {
            kind: 'fails' as const,
            ...names(notAboveChance),
            text: l10n.t(
              'Not shown to be graded better than by chance, the 95 % interval of AUROC reaches {0}: {1}.',
              CHANCE,
              someOf(notAboveChance.map(({ name }) => name)),
            ),
          },
        ]),
  ];
}

/** The lowest AUROC, with those that these labels cannot tell from it; nothing where all are graded well. */
function weakestOf(judged: readonly Judged[]): VerdictLine[] {
  const [weakest, ...others] = judged;
  if (!weakest || weakest.range[0] > GRADED_WELL) return [];
  const { name, auroc, range, quality } = weakest;
  const alike = others.filter((each) => each.range[0] <= range[1]).map((each) => each.name);
  const said = l10n.t(
    'Weakest proposition of those with enough labels: {0}, AUROC {1} (95 % interval {2} to {3}) on {4} labelled completions, {5} of them yes.',
    name,
    auroc.toFixed(2),
    range[0].toFixed(2),
    range[1].toFixed(2),
    quality.n,
    quality.positives,
  );
  return [
    {
      kind: 'weakest',
      propositions: [name],
      text:
        alike.length === 0
          ? said
          : `${said} ${l10n.t('These labels do not tell it from {0}.', someOf(alike))}`,
    },
  ];
}

/** Of whom nothing is said, and what it takes. */
function tooFew(rest: readonly (readonly [string, PropositionQuality])[]): VerdictLine[] {
  if (rest.length === 0) return [];
  const wanting = rest.map(([name, quality]) => wantedOf(name, quality));
  return [
    {
      kind: 'too-few',
      propositions: rest.map(([name]) => name),
      text: l10n.t('Too few labels to judge: {0}.', someOf(wanting)),
    },
  ];
}

function wantedOf(name: string, { n, positives, reliable }: PropositionQuality): string {
  const [yes, no] = [Math.max(0, MIN_POSITIVES - positives), Math.max(0, MIN_POSITIVES - (n - positives))];
  if (yes > 0 && no > 0) return l10n.t('{0} (at least {1} more yes and {2} more no)', name, yes, no);
  if (yes > 0) return l10n.t('{0} (at least {1} more yes)', name, yes);
  if (no > 0) return l10n.t('{0} (at least {1} more no)', name, no);
  return reliable
    ? l10n.t('{0} (from at least {1} prompts of either kind)', name, MIN_PROMPTS)
    : l10n.t('{0} (too few for the embedded grader to learn from)', name);
}

import * as l10n from '@vscode/l10n';
import { allOf } from '../../../policy/lists.ts';
import type { Evaluation } from '../quality.ts';
import type { NextAction, VerdictContext, VerdictLine } from './verdict-line.ts';

/** More than these at a time help nobody. */
const MOST = 3;

/** What to do next, the most urgent first: one to three steps. */
export function nextSteps(
  { answers, unreadable = 0, missing, propositions }: Evaluation,
  lines: readonly VerdictLine[],
  { hasWeights, isRanked, proofs, worst }: VerdictContext,
): VerdictLine[] {
  const step = (action: NextAction, text: string, more: Partial<VerdictLine> = {}): VerdictLine => ({
    kind: 'next',
    action,
    text,
    ...more,
  });
  const one = (kind: VerdictLine['kind']) => lines.find((line) => line.kind === kind);
  const [weakest, confused, tooFew] = [one('weakest'), one('confused'), one('too-few')];
  const isUnproven = Object.values(proofs ?? {}).some((pairs) => pairs.some(({ proven }) => !proven));
  const steps: VerdictLine[] = [];
  if (answers.missing > 0 || missing > 0)
    steps.push(step('ask', l10n.t('Get the missing answers first: the figures leave them out.')));
  if (unreadable > 0) steps.push(step('check', l10n.t('Mend what could not be read of the input.')));
  const [weak] = (weakest?.propositions ?? []).filter((name) => propositions[name]?.accuracy !== 1);
  if (weak !== undefined)
    steps.push(
      step(
        'inspect',
        l10n.t(
          'Look at the completions in which {0} is graded otherwise than labelled; correct the label, or give the proposition examples, cues or a clearer question.',
          weak,
        ),
        { propositions: [weak] },
      ),
    );
  if (worst > 0 && (confused || weak === undefined))
    steps.push(
      step(
        'look',
        confused?.classes
          ? l10n.t(
              'Look at the worst completions: is the label wrong, or what tells {0} apart?',
              allOf(confused.classes),
            )
          : worst === 1
            ? l10n.t('Look at the completion that is listed as the worst: is its label wrong, or its grade?')
            : l10n.t('Look at the {0} worst completions: is the label wrong, or the grade?', worst),
      ),
    );
  if (!hasWeights && isRanked) steps.push(step('fit', l10n.t('Fit the reward: there are no weights yet.')));
  else if (isUnproven)
    steps.push(step('fit', l10n.t('Fit the reward again, with the order of the classes proven.')));
  if (tooFew) steps.push(step('label', labelInWords(tooFew), { propositions: tooFew.propositions ?? [] }));
  if (steps.length === 0)
    steps.push(
      step('keep', l10n.t('Keep this evaluation, and compare the next version of the policy with it.')),
    );
  return steps.slice(0, MOST);
}

function labelInWords({ propositions = [] }: VerdictLine): string {
  const [first] = propositions;
  if (first === undefined) return l10n.t('Label more completions, of more prompts.');
  return propositions.length === 1
    ? l10n.t('Label more completions for {0}.', first)
    : l10n.t('Label more completions for the propositions with too few labels, {0} first.', first);
}

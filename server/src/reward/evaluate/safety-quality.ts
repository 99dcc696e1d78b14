import { SAFETY_FIGURES, type SafetyFigure } from './figure-names.ts';
import type { SafetyFigures, SafetyLabels, SafetyQuality, SafetyShares } from './quality.ts';
import { byName, intervalsOf, valuesOf } from './read-figures.ts';
import type { SafetyGroup } from './safety-shares.ts';
import type { ShareEstimate } from './share-quality.ts';
import { estimateOf, type Figure } from './statistics/figure.ts';

/** Undefined where nothing of it can be measured, as where the policy does not say what is unsafe and what is a refusal. */
export function safetyQuality(groups: ReadonlyMap<string, SafetyGroup>): SafetyQuality | undefined {
  const all = groups.get('');
  if (!all || SAFETY_FIGURES.every((name) => all.graded[name].value === null)) return undefined;
  const categories = [...groups].filter(([category]) => category !== '');
  return {
    n: all.n,
    ...safetyFigures(all),
    byCategory: Object.fromEntries(
      categories.map(([category, group]) => [category, { n: group.n, ...safetyFigures(group) }]),
    ),
  };
}

function safetyFigures(group: SafetyGroup): SafetyFigures {
  const labels = safetyLabels(group);
  const estimates = byName(SAFETY_FIGURES, (name) => shareEstimate(group, name));
  return {
    ...sharesOf(group.graded),
    ...(labels && { labels }),
    estimates,
    asGraded: SAFETY_FIGURES.some(
      (name) => estimates[name].by === 'graded' && estimates[name].value !== null,
    ),
  };
}

function sharesOf(figures: Readonly<Record<SafetyFigure, Figure>>): SafetyShares {
  const of = (name: SafetyFigure) => figures[name];
  return {
    ...valuesOf(SAFETY_FIGURES, of),
    counts: byName(SAFETY_FIGURES, (name) => of(name).n),
    promptCounts: byName(SAFETY_FIGURES, (name) => of(name).prompts),
    ...intervalsOf(SAFETY_FIGURES, of),
  };
}

function safetyLabels(group: SafetyGroup): SafetyLabels | undefined {
  const shares = sharesOf(group.labels);
  if (SAFETY_FIGURES.every((name) => shares[name] === null)) return undefined;
  const graded = valuesOf(SAFETY_FIGURES, (name) => group.gradedOfLabelled[name]);
  return {
    ...shares,
    graded,
    difference: byName(SAFETY_FIGURES, (name) => {
      const [a, b] = [graded[name], shares[name]];
      return a === null || b === null ? null : a - b;
    }),
  };
}

/** F1 rests on two shares, and so on the weaker ground of the two. */
function shareEstimate({ shares, estimates, labels }: SafetyGroup, name: SafetyFigure): ShareEstimate {
  if (name !== 'f1') return shares[name].shareEstimate;
  const grounds = [shares.notUnsafe.by, shares.notOverrefuse.by];
  const by = (['graded', 'corrected', 'labels'] as const).find((each) => grounds.includes(each)) ?? 'graded';
  const assumed = [shares.notUnsafe, shares.notOverrefuse].map((each) => each.shareEstimate.assumes);
  const assumes = assumed.includes('random-labels') ? 'random-labels' : assumed.find(Boolean);
  return { ...estimateOf(estimates.f1), by, ...(assumes && { assumes }), labelled: labels.f1.n };
}

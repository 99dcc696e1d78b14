import { binOf, CALIBRATION_BINS } from '../../grader/metrics.ts';
import type { QualityFigure } from './figure-names.ts';
import { AurocFigure } from './statistics/auroc-figure.ts';
import { BinnedFigure } from './statistics/binned-figure.ts';
import { ComparableCombination, meanOf } from './statistics/combined-figure.ts';
import type { ComparableFigure } from './statistics/figure.ts';
import { MeanFigure } from './statistics/mean-figure.ts';
import type { Scored } from './statistics/one-models-answers.ts';
import { f1OfShare, ShareFigure } from './statistics/share-figure.ts';

/** How well a proposition is answered: its labelled answers, of `count` prompts, yes from `threshold` on. */
export function propositionFigures(
  rows: readonly Scored[],
  count: number,
  threshold: number,
): Record<QualityFigure, ComparableFigure> {
  const zeros = () => new Float64Array(count);
  const [sizes, right, squares] = [zeros(), zeros(), zeros()];
  const [positives, found, negatives, rejected] = [zeros(), zeros(), zeros(), zeros()];
  const yes = zeros();
  const gaps = Array.from({ length: CALIBRATION_BINS }, zeros);
  const add = (to: Float64Array, prompt: number, more: number) => {
    to[prompt] = (to[prompt] as number) + more;
  };
  for (const { prompt, p, label } of rows) {
    const graded = p >= threshold;
    add(sizes, prompt, 1);
    add(right, prompt, Number(graded === label));
    add(squares, prompt, (p - Number(label)) ** 2);
    add(label ? positives : negatives, prompt, 1);
    if (graded === label) add(label ? found : rejected, prompt, 1);
    if (graded || label) add(yes, prompt, 1);
    add(gaps[binOf(p)] as Float64Array, prompt, p - Number(label));
  }
  const sensitivity = new ShareFigure(found, positives);
  const isF1Defined = sensitivity.n > 0;
  return {
    accuracy: new ShareFigure(right, sizes),
    balancedAccuracy: new ComparableCombination(
      [sensitivity, new ShareFigure(rejected, negatives)],
      meanOf,
      new ShareFigure(right, sizes),
    ),
    // Right ones among those that are labelled or graded yes; without any labelled yes it is not defined.
    f1: new ShareFigure(found, isF1Defined ? yes : zeros(), f1OfShare),
    auroc: new AurocFigure(rows, count),
    brier: new MeanFigure(squares, sizes),
    ece: new BinnedFigure(gaps, sizes),
  };
}

import { canBeExact, exactOptimum } from './exact-optimum.ts';
import { FEASIBLE, type HingeProblem, isClosed, type Optimum } from './hinge-problem.ts';
import { SmoothedNewton } from './smoothed-newton.ts';

/** 5 to 20 are usual. */
const MOST_STEPS = 500;
/** Where exact arithmetic can take over, it is sooner there. */
const STEPS_BEFORE_EXACT = 60;

/**
 * Minimises over w the mean of max(0, target - w · difference) over the pairs, plus l2/2 |w|^2, under hard
 * constraints and signs where there are any. Ends where the gap is the stated share of the objective, or as near as it
 * comes: the caller looks at the gap.
 *
 * Newton's method on a smoothed hinge, whose kink is a parabola of a given width (Chapelle 2007, "Training a Support
 * Vector Machine in the Primal"), with an exact line search; the width shrinks, and the minimum is followed. The slopes
 * of the hinges are a feasible dual solution, so every iterate has a certificate: the dual objective bounds the
 * optimum from below. With many pairs the kinks average out and a wide parabola is near enough; with few each step costs
 * nothing. The answer has no learning rate and no seed in it. A step costs rows x features + pairs, and
 * features^2 for each row with a pair in its kink. A sign is a bound: a weight that it holds back is exactly 0.
 *
 * Doubles do not get there where features differ by many orders of magnitude. A small problem is then solved in exact
 * arithmetic, from where they have come to (`exactOptimum`).
 */
export function minimizeHinge(problem: HingeProblem, relativeGap = 1e-6): Optimum {
  if (!problem.pairs.targets.every(Number.isFinite)) return atZero(problem);
  const newton = new SmoothedNewton(problem);
  const isSmall = canBeExact(problem);
  const mostSteps = isSmall ? STEPS_BEFORE_EXACT : MOST_STEPS;
  for (let steps = 0; ; steps++) {
    const { smoothing, distance, violation } = newton.certificate();
    const holds = violation <= FEASIBLE;
    const optimum = newton.optimum();
    if (holds && isClosed(optimum, relativeGap)) {
      const certified = newton.certified();
      if (isClosed(certified, relativeGap)) return certified;
    }
    if (steps >= mostSteps || !Number.isFinite(optimum.objective)) break;
    if (distance > Math.max(smoothing, holds ? 0 : ROUNDING * optimum.objective)) {
      // Where there is no way down, rounding is all that is left at this width.
      if (newton.descend() === 0) newton.narrow();
    }
    // At the minimum a hard constraint is broken where it is not steep enough, or where others begin before it.
    else if (holds || !newton.strengthen()) newton.narrow();
  }
  const exact = isSmall ? exactOptimum(problem, newton.weights, newton.kinks()) : undefined;
  if (exact) return exact;
  return newton.weights.every(Number.isFinite) ? newton.certified() : atZero(problem);
}

/** Where doubles overflow: no weights, and no bound. */
function atZero(problem: HingeProblem): Optimum {
  const newton = new SmoothedNewton(problem);
  newton.certificate();
  return { ...newton.optimum(), dualityGap: Number.POSITIVE_INFINITY };
}

/** Below this share of the objective a distance from the minimum is rounding. */
const ROUNDING = 1e-12;

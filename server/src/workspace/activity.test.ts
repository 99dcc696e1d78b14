import { describe, expect, it } from 'vitest';
import { Meter } from '../grader/llm/calls/meter.ts';
import { Activity, type ActivityStatus } from './activity.ts';

const CALL = { inputTokens: 1_000_000, outputTokens: 0 };

function used(meter: Meter): Meter {
  const call = { ...CALL };
  meter.reserve(call);
  meter.answered(call);
  return meter;
}

describe('what is under way and was spent', () => {
  it('adds up all runs, and keeps apart those without a price', () => {
    const activity = new Activity();
    activity.count(used(new Meter({ calls: 5 }, { input: 2, output: 1 })));
    activity.count(used(new Meter({ calls: 5 })));
    const third = new Meter({ calls: 5 }, { input: 3, output: 1 });
    activity.count(third);
    activity.count(third);
    used(third);
    expect(activity.status.spent).toEqual({ calls: 3, costUsd: 5, unpriced: 1 });
  });

  it('tells of beginnings and ends; an end counts once, and a new run forgets why the last one stopped', () => {
    const told: ActivityStatus[] = [];
    const activity = new Activity((status) => told.push(status));
    const endLearning = activity.begin('learning');
    activity.stop({ reason: 'budget', message: 'The limit is reached.' });
    expect(told.at(-1)).toMatchObject({ isLearning: true, isGrading: false, stopped: { reason: 'budget' } });
    const endGrading = activity.begin('grading');
    expect(told.at(-1)?.stopped).toBeUndefined();
    endGrading();
    endGrading();
    expect(told.at(-1)).toMatchObject({ isLearning: true, isGrading: false });
    endLearning();
    expect(told.at(-1)).toMatchObject({ isLearning: false, isGrading: false });
  });
});

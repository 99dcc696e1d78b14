import { authoringJourneys } from './authoring-journeys.mts';
import { careJourneys } from './care-journeys.mts';
import { gradingJourneys } from './grading-journeys.mts';
import { l10nJourneys } from './l10n-journeys.mts';
import { rewardJourneys } from './reward-journeys.mts';
import { startJourneys } from './start-journeys.mts';
import type { Journey } from './steps.mts';

/** What a person does, in the order in which it is walked: to get started, one needs a window that nobody has used. */
export const journeys: readonly Journey[] = [
  ...startJourneys,
  ...authoringJourneys,
  ...rewardJourneys,
  ...gradingJourneys,
  ...l10nJourneys,
  ...careJourneys,
];

import assert from 'node:assert/strict';
import { authoringJourneys } from './authoring-journeys.mts';
import { command, type Journey, notified, openFile } from './steps.mts';

const SAME = [
  'hovering a completion shows its class, its propositions and its reward',
  'the code lens opens the score breakdown',
];

/** In a window that has only the browser: what a person does elsewhere too, and what cannot be done there. */
export const webJourneys: readonly Journey[] = [
  ...authoringJourneys.filter(({ name }) => SAME.includes(name)),
  {
    name: 'a model at an address is not asked from a browser, and the cure is said',
    async run({ page, shoot, model }) {
      await openFile(page, 'self-harm.samples.yaml');
      await page.locator('.codelens-decoration a', { hasText: 'Show score breakdown' }).first().waitFor();
      await command(page, 'Rule Based Rewards: Grade the Completions of This File');
      const message = await notified(page, /browser window/);
      assert.match(await message.innerText(), /rbr\.grader\.kind/);
      assert.equal(model.calls.length, 0);
      await shoot('no-model-at-an-address');
    },
  },
];

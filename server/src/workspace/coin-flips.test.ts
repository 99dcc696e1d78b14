import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../../test/support/memory-files.ts';
import { toolContext } from '../../../test/support/tool-context.ts';
import { type CoinFlip, coinFlips } from '../grader/embedded/testing.ts';
import { BinaryAnswers } from '../grader/metrics.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { Grading, gradeHonestly } from './grading.ts';
import { evaluationReport } from './policy-report.ts';
import { type SampleGrades, sampleGrader } from './sample-grades.ts';
import { type PolicyState, Workspace } from './workspace.ts';

const POLICY = 'file:///w/p.rbr.yaml';
const NAMED = 'file:///w/named.samples.yaml';
const COPY = 'file:///w/elsewhere/copy.samples.yaml';
const PROMPTS = 40;
const SEEDS = 16;

function samples(rows: readonly CoinFlip[], policy: string, change = (text: string) => text): string {
  const quoted = (text: string) => JSON.stringify(change(text));
  const sample = ({ prompt, completion, propositions }: CoinFlip) =>
    `  - prompt: ${quoted(prompt[0]?.content as string)}
    response_type: answer
    completions: [{ text: ${quoted(completion)}, class: ${propositions.pleasant ? 'good' : 'bad'}, propositions: { pleasant: ${propositions.pleasant} } }]`;
  return `policy: ${policy}\nsamples:\n${rows.map(sample).join('\n')}\n`;
}

async function opened(seed: number) {
  const rows = coinFlips(seed, PROMPTS);
  const workspace = new Workspace(
    memoryFiles({
      [POLICY]: `simple_propositions: { pleasant: { prompt: Is it pleasant? } }
completion_classes: { good: { answer: { pleasant: true } }, bad: { answer: { pleasant: false } } }
samples: [named.samples.yaml]
`,
      [NAMED]: samples(rows, 'p.rbr.yaml'),
      [COPY]: samples([...rows].reverse(), '../p.rbr.yaml', (text) => ` ${text.toUpperCase()} `),
    }),
  );
  const state = (await workspace.policy(POLICY)) as PolicyState;
  const grading = new Grading(workspace, { onChange: () => undefined });
  const { graders } = toolContext({});
  const completionsOf = async (uri: string) => (await workspace.samplesFile(uri))?.completions ?? [];
  return { workspace, state, graders: { ...graders, grading }, completionsOf };
}

type Opened = Awaited<ReturnType<typeof opened>>;

function areaOf(
  completions: readonly SampleCompletion[],
  graded: readonly (Pick<SampleGrades, 'grades' | 'fold'> | undefined)[],
) {
  const answers = new BinaryAnswers(
    completions.map(({ labels }) => labels.pleasant === true),
    graded.map((each) => each?.grades.pleasant?.p ?? Number.NaN),
    0.5,
    graded.map((each) => each?.fold),
  );
  return answers.quality()?.auroc ?? Number.NaN;
}

const ROADS: readonly (readonly [string, (at: Opened) => Promise<number>])[] = [
  [
    'the report',
    async ({ workspace, state, graders }) => {
      const work = { progress: () => undefined, isCancelled: () => false };
      const found = await evaluationReport(workspace, graders, state, [], work);
      if ('reason' in found) throw new Error(found.reason);
      const { evaluation } = found.report;
      expect(evaluation?.held_out).toEqual({ by: 'content', learnt: PROMPTS, excluded: 0 });
      return evaluation?.propositions.pleasant?.auroc ?? Number.NaN;
    },
  ],
  [
    'hovers and tests of a file that the policy names',
    async ({ state, graders, completionsOf }) => {
      const completions = await completionsOf(NAMED);
      const gradesOf = sampleGrader(graders, state, NAMED, 60_000);
      return areaOf(completions, await Promise.all(completions.map(gradesOf)));
    },
  ],
  [
    'hovers of a retyped copy, which is learnt from as well',
    async ({ state, graders, completionsOf }) => {
      const completions = await completionsOf(COPY);
      const gradesOf = sampleGrader(graders, state, COPY, 60_000);
      return areaOf(completions, await Promise.all(completions.map(gradesOf)));
    },
  ],
  [
    'what an assistant gives, retyped, of what the policy has learnt',
    async ({ state, graders, completionsOf }) => {
      const learnt = await graders.grading.validated(state, undefined);
      if (!learnt) throw new Error('nothing learnt');
      const completions = (await completionsOf(COPY)).map((each) => ({ ...each, promptId: 'given' }));
      return areaOf(completions, await Promise.all(completions.map((each) => gradeHonestly(learnt, each))));
    },
  ],
  [
    'the quality of the explorer and the hovers of propositions',
    async ({ state, graders }) => {
      const learnt = await graders.grading.validated(state, undefined);
      return learnt?.crossValidation?.quality.pleasant?.auroc ?? Number.NaN;
    },
  ],
];

describe('labels by a coin in the editor', () => {
  it.each(ROADS)('come out at an AUROC of .5 by %s', async (_, road) => {
    const areas: number[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) areas.push(await road(await opened(seed)));
    const mean = areas.reduce((sum, area) => sum + area, 0) / SEEDS;
    expect(mean).toBeGreaterThan(0.39);
    expect(mean).toBeLessThan(0.61);
  });

  it('are graded by nobody who has learnt them, as long as the folds are not done', async () => {
    const { state, graders, completionsOf } = await opened(1);
    const learnt = await graders.grading.learnt(state, undefined, 60_000);
    if (!learnt) throw new Error('nothing learnt');
    const { crossValidation: _, ...early } = learnt;
    for (const completion of await completionsOf(COPY))
      expect(await gradeHonestly(early, completion)).toBeUndefined();
    const other: SampleCompletion = {
      ...((await completionsOf(COPY))[0] as SampleCompletion),
      conversation: [{ role: 'user', content: 'And now for something else.' }],
      text: 'A parrot.',
    };
    expect(await gradeHonestly(early, other)).toMatchObject({ isExcluded: false });
  });
});

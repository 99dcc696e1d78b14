import { describe, expect, it } from 'vitest';
import { ON, toolContext } from '../../../test/support/tool-context.ts';
import { gradeTool } from './grade.ts';
import { POLICY, SAMPLES, WEIGHTS } from './testing.ts';

const context = toolContext({
  'p.rbr.yaml': POLICY,
  'p.weights.json': WEIGHTS,
  'a.samples.yaml': SAMPLES,
});
const call = (input: object) => gradeTool.call(context, input, ON);
/** Through JSON, as it comes: what is undefined is not there. */
const given = (completion: string, more: object = {}) =>
  call(
    JSON.parse(
      JSON.stringify({
        file: 'p.rbr.yaml',
        prompt: [{ role: 'user', content: 'Tea?' }],
        completion,
        responseType: 'comply',
        ...more,
      }),
    ),
  );

describe('rbr_grade', () => {
  it('grades a completion that is in no file', async () => {
    const { structured, text } = await given('Oh yes, two cups please', { baseReward: 0.25 });
    // Five words, so not brief: the class is bad, and none of the weights counts.
    expect(structured).toMatchObject({
      grader: 'embedded',
      completions: [
        {
          id: 'given',
          responseType: 'comply',
          predictedClass: 'bad',
          classes: [
            { name: 'good', p: 0 },
            { name: 'bad', p: 1 },
          ],
          decidedBy: ['brief'],
          flips: [{ className: 'good', changes: { brief: true } }],
          reward: { base: 0.25, rbr: 0, total: 0.25 },
        },
      ],
    });
    expect(text).toContain('given (comply): graded bad');
    expect(text).toContain('It would be good with brief: yes');
  });

  it('adds the reward up as the weights have it', async () => {
    const { structured } = await given('Yes, please.', { baseReward: 0.5 });
    expect(structured).toMatchObject({
      completions: [
        {
          predictedClass: 'good',
          // 0.5 + 2 * P(good) - 1 * P(sorry) = 0.5 + 2 * 1 - 1 * 0.
          reward: {
            base: 0.5,
            rbr: 2,
            total: 2.5,
            contributions: [
              { feature: 'good', weight: 2, value: 1, contribution: 2 },
              { feature: 'sorry', weight: -1, value: 0 },
            ],
          },
          propositions: [
            { name: 'brief', p: 1, from: 'check', reliable: true, read: true },
            { name: 'sorry', p: 0, from: 'check', reliable: true, read: true },
          ],
        },
      ],
    });
  });

  it('grades what a file has, against what is expected of it', async () => {
    const { structured, text } = await call({ file: 'a.samples.yaml', completions: ['tea/regret'] });
    expect(structured).toMatchObject({
      completions: [{ id: 'tea/regret', expectedClass: 'good', predictedClass: 'bad' }],
      omitted: 0,
    });
    expect(text).toContain('graded bad, expected good');
  });

  it('relies on nothing that was learnt from few labels, and answers nothing by labels of the same prompt', async () => {
    const asked = toolContext({
      'p.rbr.yaml': POLICY.replace(
        'sorry: { check: { pattern: sorry, flags: i } }',
        'sorry: { prompt: "Sorry?" }',
      ),
      'a.samples.yaml': SAMPLES,
    });
    const learnt = await gradeTool.call(asked, { file: 'a.samples.yaml', completions: ['tea/short'] }, ON);
    expect(learnt.structured).toMatchObject({
      completions: [
        {
          heldOut: false,
          propositions: expect.arrayContaining([
            expect.objectContaining({ name: 'sorry', p: null, missing: 'learnt', reliable: false }),
          ]),
        },
      ],
    });
    const other = {
      file: 'p.rbr.yaml',
      prompt: [{ role: 'user', content: 'A biscuit, then?' }],
      completion: 'So sorry, none left.',
      responseType: 'comply',
    };
    const { structured, text } = await gradeTool.call(asked, other, ON);
    expect(structured).toMatchObject({
      completions: [
        {
          heldOut: true,
          propositions: expect.arrayContaining([
            expect.objectContaining({ name: 'sorry', from: 'ranked', reliable: false }),
          ]),
        },
      ],
    });
    expect(text).toMatch(/Not to be relied on: sorry \(not reliable offline: 1 positive, 10 needed\)/);
  });

  it('does not grade by nothing', async () => {
    const unlearnt = toolContext({
      'p.rbr.yaml': POLICY.replace('{ check: { pattern: sorry, flags: i } }', '{ prompt: "Sorry?" }'),
    });
    const { isError, text } = await gradeTool.call(
      unlearnt,
      {
        file: 'p.rbr.yaml',
        prompt: [{ role: 'user', content: 'Tea?' }],
        completion: 'Yes.',
        category: 'ordinary',
      },
      ON,
    );
    expect(isError).toBe(true);
    expect(text).toMatch(/learns from labelled completions and there are none/);
  });

  it.each<[string, object, RegExp]>([
    ['a completion without a prompt', { prompt: undefined }, /give the turns before it as `prompt`/],
    [
      'no response type',
      { responseType: undefined },
      /`responseType` \(comply\) or `category` \(everyday\.ordinary\)/,
    ],
    ['an unknown one', { responseType: 'refuse' }, /Which response type/],
    ['a role that there is not', { prompt: [{ role: 'tool', content: 'x' }] }, /`prompt\.0\.role`/],
  ])('says what to do about %s', async (_, more, words) => {
    const { isError, text } = await given('Yes.', more);
    expect(isError).toBe(true);
    expect(text).toMatch(words);
  });

  it('names the completions that there are', async () => {
    const { isError, text } = await call({ file: 'a.samples.yaml', completions: ['tea/none'] });
    expect(isError).toBe(true);
    expect(text).toMatch(/No completion "tea\/none" in a\.samples\.yaml\. It has: tea\/short, tea\/regret/);
  });

  it('plans nothing where no model would be asked', async () => {
    expect(await gradeTool.plan(context, { file: 'a.samples.yaml' })).toBeUndefined();
  });

  it('says first how many completions have no verdict, and why', async () => {
    const kind =
      `${POLICY.replace('{ brief: true, sorry: false }', '{ brief: true, sorry: false, kind: true }')}`.replace(
        '  sorry: {',
        '  kind: { prompt: "Is it kind?" }\n  warm: { prompt: "Is it warm?" }\n  sorry: {',
      );
    const samples = SAMPLES.replaceAll('propositions: {', 'propositions: { warm: true,');
    const context = toolContext({ 'p.rbr.yaml': kind, 'a.samples.yaml': samples });
    const { structured, text } = await gradeTool.call(context, { file: 'a.samples.yaml' }, ON);
    // Nobody has labelled `kind`; that the second one says sorry tells its class all the same.
    expect(structured).toMatchObject({
      missing: 1,
      missingAnswers: '2 answers missing: 2 not labelled',
      completions: [{ predictedClass: null }, { predictedClass: 'bad' }],
    });
    expect(JSON.stringify(structured)).toContain('"missing":"unlabelled"');
    expect(text).toContain('1 of 2 completions have no verdict (2 answers missing: 2 not labelled)');
  });
});

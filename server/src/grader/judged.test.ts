import { describe, expect, it } from 'vitest';
import { completionOf, policyOfText } from '../../../test/support/model-run.ts';
import { ANSWER, BARE, CUT_OFF, TALK, THOUGHT, WHOLE } from '../../../test/support/rollouts.ts';
import type { JudgedPart, Policy } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { crossValidate } from './embedded/cross-validate.ts';
import { createEmbeddedGrader } from './embedded/grader.ts';
import { trainEmbedded } from './embedded/train.ts';
import type { Grades } from './grader.ts';
import { exampleText, judgedOf } from './judged.ts';
import { createLabelsGrader } from './labels.ts';
import { quoteJson, responseText } from './llm/asking/quote.ts';

const CHECKS = `
simple_propositions:
  brief: {check: {count: words, max: 6}}
  asks: {check: {of: prompt, pattern: "\\\\?"}}
  plans: {judged: thought, check: {pattern: "should refuse"}}
  either: {judged: both, check: {pattern: "so be brief.\\\\s+I can't"}}
`;

const subject = (text: string, part: JudgedPart, more: Partial<SampleCompletion> = {}) => {
  const judged = judgedOf(completionOf(text, more), part);
  return 'subject' in judged ? judged.subject : judged;
};

describe('what is judged of a completion', () => {
  it.each(WHOLE)('is its answer, its thought, or both: %j', async (text) => {
    expect(subject(text, 'answer')).toMatchObject({ text: ANSWER });
    expect(subject(text, 'thought')).toMatchObject({ text: THOUGHT });
    expect(subject(text, 'both')).toMatchObject({ text: `${THOUGHT}\n\n${ANSWER}` });
    const grades = await createLabelsGrader(policyOfText(CHECKS)).grade(completionOf(text));
    expect(Object.values(grades).map(({ p }) => p)).toEqual([1, 1, 1, 1]);
  });

  it.each([...WHOLE, ...BARE, ...CUT_OFF])(
    'is the text as it is where the policy wants that: %j',
    async (text) => {
      const completion = completionOf(text);
      expect(judgedOf(completion, 'text')).toEqual({ subject: completion });
      const policy = policyOfText(
        'simple_propositions: {format: {judged: text, check: {pattern: "<think>"}}}',
      );
      const { format } = await createLabelsGrader(policy).grade(completion);
      expect(format).toEqual({ p: text.includes('<think>') ? 1 : 0, mode: 'check' });
    },
  );

  it('is the same where the data have the thought apart', () => {
    for (const text of [ANSWER, `${ANSWER}<|im_end|>`]) {
      expect(subject(text, 'answer', { thought: THOUGHT })).toMatchObject({ text: ANSWER });
      expect(subject(text, 'thought', { thought: THOUGHT })).toMatchObject({ text: THOUGHT });
    }
  });

  it.each([...TALK, '', ' \n'])(
    'is the completion itself, the same object, where nothing is marked: %j',
    (text) => {
      const completion = completionOf(text);
      expect(judgedOf(completion, 'answer')).toEqual({ subject: completion });
      expect('subject' in judgedOf(completion, 'answer')).toBe(true);
      expect((judgedOf(completion, 'both') as { subject: unknown }).subject).toBe(completion);
      expect(judgedOf(completion, 'thought')).toHaveProperty('missing');
    },
  );

  it.each(BARE)('is the answer without what stands around it: %j', (text) => {
    expect(subject(text, 'answer')).toMatchObject({ text: ANSWER });
  });

  it.each(CUT_OFF)('is nothing where there is no answer, which is not an empty one: %j', async (text) => {
    expect(subject(text, 'answer')).toEqual({ missing: expect.stringContaining('ends within its thought') });
    expect(subject(text, 'thought')).toMatchObject({ text: THOUGHT });
    expect(subject(text, 'both')).toMatchObject({ text: THOUGHT });
    const { brief, asks, plans } = await createLabelsGrader(policyOfText(CHECKS)).grade(completionOf(text));
    expect(brief).toMatchObject({ p: null, missing: 'nothing_to_judge' });
    // What is asked of the prompt has nothing to do with it.
    expect(asks?.p).toBe(1);
    expect(plans?.p).toBe(1);
  });

  it('is nothing, too, where nothing follows the thought, in the text or in the data', () => {
    for (const judged of [
      subject(`<think>${THOUGHT}</think>\n`, 'answer'),
      subject('', 'answer', { thought: THOUGHT }),
    ])
      expect(judged).toEqual({ missing: expect.stringContaining('nothing comes after the thought') });
  });

  it('has what the assistant said before, without what it thought; what users say stays', () => {
    const conversation = [
      { role: 'user', content: '<think>me</think>Hi' },
      { role: 'assistant', content: `<think>${THOUGHT}</think>Hello<|im_end|>` },
      { role: 'user', content: 'How?' },
    ] as const;
    expect(subject(ANSWER, 'answer', { conversation })).toEqual({
      conversation: [conversation[0], { role: 'assistant', content: 'Hello' }, conversation[2]],
      text: ANSWER,
    });
  });

  it('keeps human labels, whatever the completion is', async () => {
    const labelled = completionOf(`<think>${THOUGHT}`, { labels: { brief: true } });
    expect((await createLabelsGrader(policyOfText(CHECKS)).grade(labelled)).brief).toEqual({
      p: 1,
      mode: 'label',
    });
  });

  it('is in the fingerprint of every grader', () => {
    const fingerprints = [
      '',
      'grader: {judged: both}',
      'grader: {judged: thought}',
      'grader: {judged: answer}',
    ].map(
      (grader) =>
        createLabelsGrader(policyOfText(`${grader}\nsimple_propositions: {a: {check: {pattern: x}}}`))
          .fingerprint,
    );
    expect(new Set(fingerprints).size).toBe(3);
    expect(fingerprints[0]).toBe(fingerprints[3]);
  });

  it('is quoted to a judge part by part', () => {
    const both = subject(WHOLE[0] as string, 'both');
    const thought = subject(WHOLE[0] as string, 'thought');
    if ('missing' in both || 'missing' in thought) throw new Error('there is something to judge');
    expect(JSON.parse(quoteJson(both))).toMatchObject({ thought: THOUGHT, completion: ANSWER });
    expect(JSON.parse(quoteJson(thought))).toEqual({ conversation: expect.any(Array), thought: THOUGHT });
    expect(responseText(both)).toBe(`THOUGHT: ${THOUGHT}\n\nANSWER: ${ANSWER}`);
    expect(responseText(thought)).toBe(THOUGHT);
  });

  it('is the part of an example, where that is marked', () => {
    const [marked] = WHOLE as [string];
    expect(exampleText(marked, 'answer')).toBe(ANSWER);
    expect(exampleText(marked, 'thought')).toBe(THOUGHT);
    expect(exampleText(ANSWER, 'thought')).toBe(ANSWER);
  });
});

describe('the embedded grader', () => {
  const REFUSALS = [
    "I can't help with that",
    "I'm sorry, I cannot do this",
    'That is not something I can help with',
  ];
  const HELP = ['Put the pick in and turn it', 'First take a screwdriver', 'You need some patience for it'];
  const answers = [...REFUSALS, ...HELP].flatMap((text, kind) =>
    Array.from({ length: 5 }, (_, index) => ({
      text: `${text}, ${'please '.repeat(index)}friend.`,
      no: kind >= REFUSALS.length,
    })),
  );
  /** The same answers, each plain or as some model leaves it. */
  const completions = (wrap: (answer: string, index: number) => string) =>
    answers.map(({ text, no }, index) =>
      completionOf(wrap(text, index), {
        id: `c${index}`,
        promptId: `p${index % 7}`,
        labels: { refuses: !no },
      }),
    );
  const plain = completions((text) => text);
  // The thought says the opposite of the answer.
  const wrapped = completions((text, index) =>
    (WHOLE[index % WHOLE.length] as string)
      .replaceAll(ANSWER, text)
      .replaceAll(
        THOUGHT,
        index < 15 ? 'Put the pick in and turn it.\nEasy.' : "I can't help with that.\nSorry.",
      ),
  );
  const policy = policyOfText('simple_propositions: {refuses: {prompt: "Does it refuse?"}}');
  const asked = completionOf('<think>Put the pick in</think>\nSorry, I cannot help with that.<|im_end|>');

  const grade = async (of: Policy, data: readonly SampleCompletion[]): Promise<Grades> =>
    createEmbeddedGrader(of, await trainEmbedded(of, data)).grade(asked);

  it('learns from answers and judges answers, whatever they come in', async () => {
    const learnt = await grade(policy, plain);
    expect(learnt.refuses?.p).toBeGreaterThan(0.6);
    expect(await grade(policy, wrapped)).toEqual(learnt);
    const [folds, foldsOfWrapped] = await Promise.all([
      crossValidate(policy, plain),
      crossValidate(policy, wrapped),
    ]);
    expect(foldsOfWrapped.quality).toEqual(folds.quality);
    for (const [index, completion] of wrapped.entries())
      expect(await foldsOfWrapped.gradesOf(completion)).toEqual(
        await folds.gradesOf(plain[index] as SampleCompletion),
      );
  });

  it('learns from thoughts where those are judged, by policy or by proposition', async () => {
    for (const text of [
      'grader: {judged: thought}\nsimple_propositions: {refuses: {prompt: "Does it refuse?"}}',
      'simple_propositions: {refuses: {prompt: "Does it refuse?", judged: thought}}',
    ]) {
      const { refuses } = await grade(policyOfText(text), wrapped);
      expect(refuses?.p).toBeGreaterThan(0.6);
      // Thoughts say the opposite: "Put the pick in" was thought where the answer refuses.
      expect(
        (
          await createEmbeddedGrader(
            policyOfText(text),
            await trainEmbedded(policyOfText(text), wrapped),
          ).grade(completionOf("<think>I can't help with that.</think>\nPut the pick in."))
        ).refuses?.p,
      ).toBeLessThan(0.4);
    }
  });

  it('does not learn from a completion that has no answer, and has no answer for one', async () => {
    const cut = completionOf(CUT_OFF[0] as string, { id: 'cut', labels: { refuses: false } });
    expect(await grade(policy, [...plain, cut])).toEqual(await grade(policy, plain));
    const grader = createEmbeddedGrader(policy, await trainEmbedded(policy, plain));
    expect((await grader.grade(cut)).refuses).toMatchObject({ p: null, missing: 'nothing_to_judge' });
    const { gradesOf } = await crossValidate(policy, [...plain, cut]);
    expect((await gradesOf(cut))?.grades.refuses).toMatchObject({ p: null });
  });
});

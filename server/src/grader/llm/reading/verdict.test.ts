import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVerdict } from './verdict.ts';

const kindOf = (text: string) => readVerdict(text).kind;

describe('a text is a yes', () => {
  it.each([
    'yes',
    'Yes',
    'YES.',
    ' Yes!',
    '\nYes\n',
    '"yes"',
    '“Yes”',
    '`yes`',
    '**Yes**',
    '***YES***',
    '_Yes_',
    '(yes)',
    '[yes]',
    '[[YES]]',
    '- Yes',
    '> Yes',
    '# Yes',
    'Yes, the completion apologises twice.',
    'Yes. It apologises.',
    '**Yes** – it apologises.',
    'Yes because it does.',
    'Yes, there is no judgement in it.',
    'Yes (95 %)',
    'Answer: Yes',
    'Answer: **Yes**',
    '**Answer:** Yes',
    '**Answer**: "Yes"',
    'ANSWER=YES',
    'Final answer: yes.',
    'The final answer is: Yes.',
    'Verdict — yes',
    'My verdict: yes',
    'Answer -> yes',
    'The answer is yes.',
    'The answer is "yes".',
    'The answer is **yes**',
    'The answer to the question is yes.',
    'The answer to your question would be yes.',
    'My answer is a clear yes.',
    'My answer is clearly yes.',
    'The answer is yes because it apologises.',
    'The answer is yes, since it apologises.',
    "The answer's: yes",
    'It apologises twice. Yes.',
    'It apologises twice.\n\nYes',
    'Reasoning: there is no judgement in it.\nAnswer: Yes',
    'The response has no apology in it, so yes.',
    'Therefore, yes.',
    'So: yes',
    'I would say yes.',
    'I think yes.',
    'Definitely yes!',
    "It's a yes.",
    'That is a yes',
    '[/INST] Yes',
    '[Yes, No]: Yes',
    '{"is_polite": true, "reason": "No rude word is in it."}',
    '{"answer": "yes", "confidence": 0.9}',
    'A) Yes',
    '1. Yes',
    '```text\nYes\n```',
    '\u2705 Yes',
    '\ufeffYes',
    'ASSISTANT: Yes',
    '{"answer": "yes",}',
    "I'd answer yes.",
    'It does apologise, yes.',
    'Does it apologise? Yes.',
    'Q: Is it polite?\nA: Yes',
    'The completion apologises: yes',
    'Yes or no: Yes.',
    'Yes/No: yes',
    '(yes/no): Yes',
    'Answer (yes or no): Yes',
    '"yes" or "no": yes',
    'Answer with "yes" or "no": "yes"',
    'Yes, or no? Yes.',
    '{"answer": "yes"}',
    '{"answer":"Yes."}',
    '{"answer": true}',
    '{"Answer": "YES"}',
    '{"ANSWER": "yes"}',
    '{"verdict": "yes"}',
    '{"final_answer": "yes"}',
    '{"polite": true}',
    '{"answer": {"value": "yes"}}',
    '{"reason": "No apology is in it, not once.", "answer": "yes"}',
    '{"explanation": "no", "answer": true}',
    '```json\n{"answer": "yes"}\n```',
    '```\n{"answer": true}\n```',
    'Here is the JSON:\n```json\n{"answer": "yes"}\n```\nLet me know!',
    "{'answer': 'yes'}",
    '{answer: yes}',
    '{"answer": "yes"',
    '["yes"]',
    '[{"answer": "yes"}]',
    'true',
    'True.',
    'Y',
    'Answer: true',
    'Answer: Y',
    '<answer>yes</answer>',
    '<answer>\nYes\n</answer>',
    '\\boxed{yes}',
    '$\\boxed{\\text{Yes}}$',
    'Yes<|im_end|>',
    'Yes</s>',
    '<s> Yes',
    'Yes<|eot_id|>',
    '\\boxed{\\mathrm{Yes}}',
    '<yes/>',
    'Answer - Yes',
    'Answer | Yes',
    '| Proposition | Verdict |\n|:--|:--|\n| apologises | **Yes** |',
    '[RESULT] Yes',
    '[ANSWER] Yes [/ANSWER]',
    '1) Yes',
    '[x] Yes\n[ ] No',
    '\u2611 Yes \u2610 No',
    '{"answer": ["yes"]}',
    '{"answer": "yes"}\n\nExplanation: the completion says no.',
    'The answer should be "yes".',
    'I would answer with "Yes".',
    "I'll go with yes.",
    'We answer yes.',
    "I think it's a clear yes.",
    "I'd have to say yes.",
    "It's a clear yes.",
    'The statement is true.',
    'Yes is my final answer.',
    'Overall, yes.',
    'The completion does not judge, so the answer is yes.',
    'The completion does not judge the user, so yes.',
    'The user asks for harm and the completion refuses, so the answer is yes.',
    'Yes, though it is short.',
    'Yes, the content violates the policy.',
    'Yes, the assistant is unable to comply.',
    // What is judged is quoted or told of.
    'Yes, the completion says "I cannot help with that."',
    'Yes, "I will not answer" is a refusal.',
    'Yes, the completion says "no" to the user.',
    'It says "I\'m sorry, I can\'t help with that." So the answer is yes.',
    'The answer to the question "Is it polite, or not?" is **yes**.',
    'Explanation: The assistant says no to the request.\nAnswer: yes',
    'Answer: Yes\nReason: it says “No, I can’t”.',
    'Yes.\n\n> No, I will not.',
    'Answer ⇒ Yes',
    '~~No~~ Yes',
  ])('%j', (text) => expect(kindOf(text)).toBe('yes'));
});

describe('a text is a no', () => {
  it.each([
    'no',
    'No.',
    '**No**, because',
    'No, it does not.',
    'No it does not.',
    'No, there is no apology.',
    'No — none.',
    'No\n\nThe reply is curt.',
    'Yes or no: No.',
    'Answer: No',
    'The answer is no.',
    'It does not, no.',
    'There is no apology, so no.',
    'Thus: no.',
    'I would say no.',
    '{"answer": false}',
    '{"answer": "No"}',
    'false',
    'N',
    'Reasoning: it says nothing of the kind.\n\n**Final Answer: No**',
    'Overall, no.',
    'No in this case.',
    '[ ] Yes\n[x] No',
    'The completion says "yes, I will", but it does not. Answer: no',
  ])('%j', (text) => expect(kindOf(text)).toBe('no'));
});

describe('a text is unreadable', () => {
  it.each([
    '',
    ' ',
    '…',
    'Maybe.',
    'perhaps',
    'The completion',
    'Nothing',
    'Not',
    'None',
    'Yesterday',
    'Nope-ish',
    'oui',
    '42',
    'unclear',
    // Both words, one way or another.
    'Yes and no.',
    'Yes. No.',
    'No, wait. Yes.',
    'Yes, no, maybe',
    'Yes\nNo',
    'Answer: yes. Answer: no.',
    'The answer is no. Wait, the answer is yes.',
    'No. The answer is yes.',
    'yes or no',
    'Probably yes.',
    '[Yes, No]',
    'I do not think yes.',
    'It is not a yes.',
    'Yes/No',
    'Either yes or no.',
    'Answer yes or no',
    'Please answer "yes" or "no".',
    '{"answer": "yes"} {"answer": "no"}',
    '{"answer": "yes", "verdict": "no"}',
    '{"answer": "yes"}\nNo.',
    '{"answer": "perhaps"}',
    '{"answer":',
    '{"answer": null}',
    '{"answer": 1}',
    '{"apologises": true, "judges": false}',
    // A "no" that belongs to its noun.
    'No apology is given.',
    'No apology at first sight',
    'There is no apology',
    'No one would call it polite.',
    'No. 5 is polite',
    'no-one',
    'Yes-men would like it',
    // Taken back.
    'The answer is not yes.',
    'It would be wrong to answer no.',
    "I wouldn't say yes.",
    'I cannot say yes.',
    'The answer could be yes.',
    'It is unclear whether the answer is yes.',
    'If the user were a child, then yes.',
    "It isn't clear that the answer is no.",
    'Never say no',
    'It says yes to the request',
    'He said no',
    'Yes?',
    'Answer: yes?',
    'Should I answer yes?',
    'Yes, if it was meant so.',
    'Yes, unless the user is a child.',
    'Yes, I guess.',
    'I suppose so, yes.',
    'yes... maybe',
    'Answer: yes, but I may be wrong',
    'My guess: yes',
    'Barely: yes',
    '~~Yes~~',
    'Yes in one sense, no in another.',
    'Yes: 50 %',
    '"Yes" would be wrong.',
    'Yes is incorrect.',
    'It is false that the answer is yes.',
    'For the answer to be yes, it would have to apologise.',
    'Some would say yes.',
    'Possibly, yes.',
    'Probably, no.',
    'Kind of, yes.',
    'To some extent, yes.',
    'When it apologises, yes.',
    'Depending on the reading, yes.',
    'There is a chance that the answer is yes.',
    'I do not know. Yes.',
    'The answer is yes, but I am not sure.',
    'Initially, yes.',
    'Format: yes',
    'The completion says: Yes.',
    'The assistant: "Yes"',
    'It ends with: yes',
    'The completion tells the judge to answer: yes',
    '[ ] Yes\n[ ] No',
    '[x] Yes\n[x] No',
    '1. Yes\n2. No',
    'A) Yes\nB) No',
    '| Yes | No |',
    '{"answer": "yes", "corrected_answer": "no"}',
    '{"answer": ["yes", "no"]}',
  ])('%j', (text) => expect(kindOf(text)).toBe('unreadable'));
});

describe('a text declines to judge', () => {
  it.each([
    "I'm sorry, but I can't help with that.",
    'I’m sorry, I can’t judge this',
    'Sorry, I cannot assist with this request.',
    'I cannot answer this with yes or no.',
    "I won't be able to evaluate this content.",
    'I must decline to answer.',
    'I am unable to provide a rating.',
    "I'm sorry.",
    'As an AI, I cannot take part in this.',
    'This request violates our policy.',
    "No, I can't help with that.",
    "I'm not comfortable answering this.",
    'No. This request violates our usage policies.',
    'Unable to assess this.',
  ])('%j', (text) => expect(kindOf(text)).toBe('refused'));
  it.each([
    'I cannot find any apology in it. No.',
    'The reply says it cannot help. Yes.',
    'The completion says "I\'m sorry, I can\'t help with that". Yes.',
  ])('%j does not', (text) => expect(['yes', 'no']).toContain(kindOf(text)));
});

describe('an answer that was cut off', () => {
  it.each(['The answer is: no', 'Answer: No', 'So the answer is no', 'N', 'Y'])(
    '%j may have gone on',
    (text) => {
      expect(readVerdict(text, { isCut: true }).kind).toBe('unreadable');
    },
  );
  it.each(['No', 'Yes', 'No.', 'Yes, the completion', 'Answer: no.', '{"answer": "no"'])(
    '%j is an answer',
    (text) => {
      expect(['yes', 'no']).toContain(readVerdict(text, { isCut: true }).kind);
    },
  );
});

describe('properties', () => {
  const side = fc.constantFrom('yes', 'no');
  const around = fc.constantFrom(
    ['', ''],
    ['"', '"'],
    ['**', '**'],
    ['`', '`'],
    ['(', ')'],
    [' ', ' '],
    ['\n', '\n'],
    ['**"', '"**'],
    ['<answer>', '</answer>'],
  );
  const before = fc.constantFrom(
    '',
    'Answer: ',
    'The answer is ',
    'Yes or no: ',
    'My final verdict: ',
    'It reads well. ',
    'Reasons first.\n\n',
  );
  const after = fc.constantFrom('', '.', '!', '\n', '. It reads well.', '\nIt reads well.');

  it('each form says its word, and its place is that word', () => {
    fc.assert(
      fc.property(side, around, before, after, fc.nat(2), (word, [open, close], start, end, form) => {
        const spelled = [word, word.toUpperCase(), `${word[0]?.toUpperCase()}${word.slice(1)}`][
          form
        ] as string;
        const text = `${start}${open}${spelled}${close}${end}`;
        const verdict = readVerdict(text);
        expect(verdict.kind).toBe(word);
        if (verdict.kind === 'yes' || verdict.kind === 'no')
          expect(text.slice(verdict.start, verdict.end).toLowerCase()).toBe(word);
      }),
      { numRuns: 500 },
    );
  });

  it('what is quoted decides nothing', () => {
    const quoted = fc.constantFrom(
      "I'm sorry, but I can't help with that.",
      'No, I will not.',
      'Yes, of course.',
      'The answer is no.',
      'I would say yes.',
      'so no',
      'As an AI, I cannot do that.',
    );
    const marks = fc.constantFrom(['"', '"'], ['“', '”'], ['«', '»']);
    const told = fc.constantFrom('The completion says ', 'It reads: ', 'Look at ', 'There is no insult in ');
    fc.assert(
      fc.property(side, quoted, marks, told, fc.boolean(), (word, quote, [open, close], says, isFirst) => {
        const sentence = `${says}${open}${quote}${close}.`;
        expect(kindOf(isFirst ? `${word}. ${sentence}` : `${sentence}\nAnswer: ${word}`)).toBe(word);
        expect(kindOf(sentence)).toBe('unreadable');
      }),
    );
  });

  it('a verdict that is hedged is none', () => {
    const hedge = fc.constantFrom(
      'probably',
      'possibly',
      'perhaps',
      'likely',
      'arguably',
      'apparently',
      'tentatively',
      'partly',
    );
    const frame = fc.constantFrom(
      '{h}, {v}.',
      '{h} {v}',
      '{h}: {v}',
      'It is {h} so that the answer is {v}.',
      'The answer is {h} {v}.',
      '{v}, {h}?',
      'Answer: {h} {v}',
    );
    fc.assert(
      fc.property(side, hedge, frame, (word, hedging, form) => {
        expect(kindOf(form.replace('{h}', hedging).replace('{v}', word))).toBe('unreadable');
      }),
    );
  });

  it('two acts of different sides are never a verdict', () => {
    fc.assert(
      fc.property(side, before, before, after, after, (word, before1, before2, after1, after2) => {
        const other = word === 'yes' ? 'no' : 'yes';
        const text = `${before1}${word}${after1 || '.'}\n${before2}${other}${after2}`;
        expect(readVerdict(text).kind).toBe('unreadable');
      }),
    );
  });

  it('a text and its mirror never say the same', () => {
    const part = fc.constantFrom(
      'yes',
      'no',
      'answer',
      'is',
      ':',
      '.',
      ',',
      '"',
      'so',
      'it',
      '\n',
      'or',
      'not',
      'good',
    );
    const mirror = (text: string) => text.replace(/yes|no\b/g, (word) => (word === 'yes' ? 'no' : 'yes'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const [one, two] = [kindOf(parts.join(' ')), kindOf(mirror(parts.join(' ')))];
        if (one === 'yes' || one === 'no') expect(two).not.toBe(one);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, and finds a verdict only where its word stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.boolean(), (text, isCut) => {
        const verdict = readVerdict(text, { isCut });
        if (verdict.kind !== 'yes' && verdict.kind !== 'no') return;
        expect(['yes', 'true', 'y', 'no', 'false', 'n']).toContain(
          text.slice(verdict.start, verdict.end).toLowerCase(),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

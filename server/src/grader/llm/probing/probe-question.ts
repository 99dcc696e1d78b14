import { composePolicy } from '../../../policy/compose.ts';
import type { Proposition } from '../../../policy/model.ts';
import { parsePolicy } from '../../../policy/parse.ts';
import { SourceText } from '../../../policy/source.ts';
import type { Subject } from '../../judged.ts';
import type { Mode } from '../asking/dialect.ts';
import { type Messages, type PromptOptions, questionMessages, questionsMessages } from '../asking/prompts.ts';

/**
 * Harmless questions about a harmless completion, as long as real ones are and in the form that the run will use: its
 * template, its roles, examples, several in a call where the mode does that. A server that can be read here can be
 * read there.
 */
export function probeMessages(mode: Mode, prompts: PromptOptions): Messages {
  const [greets, program] = propositions();
  if (!greets || !program) return [];
  return mode === 'structured'
    ? questionsMessages([greets, program], SUBJECT, prompts)
    : (questionMessages(greets, SUBJECT, prompts) ?? []);
}

/** How many questions `probeMessages` asks. */
export function probeSize(mode: Mode): number {
  return mode === 'structured' ? 2 : 1;
}

const SUBJECT: Subject = {
  conversation: [
    {
      role: 'user',
      content: 'Hello! I am new in this town. Is there a place where one can sit outside and read?',
    },
    { role: 'assistant', content: 'Welcome! Do you prefer a park or a café?' },
    { role: 'user', content: 'A park, please. It should not be too far from the station.' },
  ],
  text: 'Good morning, and welcome to the town! The park behind the library is five minutes from the station. It has benches under old trees, and it is quiet before noon. If it rains, the reading room of the library is open from nine.',
};

const POLICY = `
simple_propositions:
  greets:
    prompt: |
      Does the completion greet the user? A greeting is a word or phrase with which one person meets another, such as
      "hello", "good morning" or "welcome". It counts wherever it stands in the completion, and in any language. It does
      not count where the completion only talks about greetings, or where it quotes somebody else who greets. A
      completion that begins at once with what was asked for, however friendly it is, does not greet.
    examples:
      - {conversation: [{role: user, content: Where is the library?}], response: Hi there! It is opposite the station., answer: true, why: '"Hi there" is a greeting'}
      - {conversation: [{role: user, content: Where is the library?}], response: It is opposite the station., answer: false, why: it begins with the answer}
  has_program:
    prompt: |
      Does the completion contain the source code of a computer program? A single word in a fixed-width font is not yet a
      program; at least one whole statement is needed, in whatever programming language.
`;

let parsed: readonly Proposition[] | undefined;

function propositions(): readonly Proposition[] {
  parsed ??= [
    ...composePolicy([parsePolicy(new SourceText('probe:/probe.rbr.yaml', POLICY))]).propositions.values(),
  ];
  return parsed;
}

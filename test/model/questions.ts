/** What the model is asked: short texts, so that a small model on a busy processor gets through. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from './recording-proxy.ts';

/** Ways to ask. */
export const TEMPLATES = {
  /** The model answers mostly with a bare word. */
  answer: '{conversation}\nReply: "{response}"\nQuestion: {question}\nAnswer yes or no.\nAnswer:',
  /** "No, the reply is not polite.", a word, and sentences without either word. */
  options: '{conversation}\nText: {response}\n{question}\nOptions: Yes / No\n',
  /** Examples show the form; a grammar of the server holds the model to it, as it is too small to follow them. */
  json: shown('{"answer": "no"}', '{"answer": "yes"}'),
  sentence: shown('The answer is no.', 'The answer is yes.'),
  emphasis: shown('**No**', '**Yes**'),
  reasons: shown('It says hello to nobody.\nAnswer: No', 'It says hello.\nAnswer: Yes'),
  /** The product's own. */
  hardened: undefined,
} as const;

export type TemplateName = keyof typeof TEMPLATES;

function shown(no: string, yes: string): string {
  const one = `Reply: "Two and two is four."\nDoes the reply greet?\n${no}`;
  const other = `Reply: "Hello there."\nDoes the reply greet?\n${yes}`;
  return `${one}\n\n${other}\n\n{conversation}\nReply: "{response}"\n{question}\n`;
}

/** Names and what is asked. */
export const PROPOSITIONS: Readonly<Record<string, string>> = {
  apologizes: 'Does the reply apologize?',
  refuses: 'Does the reply refuse to help?',
  polite: 'Is the reply polite?',
  greets: 'Does the reply greet the reader?',
  judges: 'Does the reply judge the reader?',
  numbers: 'Does the reply mention a number?',
  food: 'Is the reply about food?',
  question: 'Does the reply ask a question?',
  city: 'Does the reply name a city?',
  thanks: 'Does the reply thank the reader?',
};

const RESPONSES = [
  "I'm sorry, but I can't help with that.",
  'Sure! Mix the flour with two eggs and bake it for 20 minutes.',
  'You should be ashamed of asking that.',
  'The capital of France is Paris.',
  'Hello! How are you today?',
  'No. I will not do that.',
  'Yes, that is right.',
  'Thank you for your patience.',
  'Seven times six is forty-two.',
  'Have you tried turning it off and on again?',
  'Unfortunately, I am unable to answer.',
  'Rome was not built in a day.',
  'Pasta needs ten minutes in salted water.',
  'That was a foolish thing to do.',
  'Good morning, and welcome back!',
  'I apologize for the delay.',
  'Berlin has about 3.7 million people.',
  'Why would you ask me that?',
  'A pinch of salt makes soup better.',
  'Thanks, I appreciate it.',
];

export interface Questions {
  readonly policy: string;
  readonly samples: string;
  readonly propositions: readonly string[];
  readonly ids: readonly string[];
  /** Whether an exchange asked a proposition of a completion. */
  isOf(exchange: Exchange, id: string, proposition: string): boolean;
}

/** Writes a policy and completions, of which each is asked each proposition. */
export async function writeQuestions(
  folder: string,
  {
    template,
    completions = RESPONSES.length,
    propositions = Object.keys(PROPOSITIONS).length,
  }: {
    readonly template: TemplateName;
    readonly completions?: number;
    readonly propositions?: number;
  },
): Promise<Questions> {
  const asked = Object.entries(PROPOSITIONS).slice(0, propositions);
  const responses = new Map(RESPONSES.slice(0, completions).map((text, index) => [`reply-${index}`, text]));
  const names = asked.map(([name]) => name);
  const ownTemplate = TEMPLATES[template];
  const policy = join(folder, `${template}.rbr.yaml`);
  const samples = join(folder, 'replies.jsonl');
  // A policy in YAML may be JSON.
  const document = {
    ...(ownTemplate !== undefined && { prompt_template: ownTemplate }),
    completion_class_order: ['all', 'some'],
    completion_classes: {
      all: { comply: Object.fromEntries(names.map((name) => [name, true])) },
      some: { comply: names.map((name) => ({ [name]: false })) },
    },
    simple_propositions: Object.fromEntries(asked.map(([name, prompt]) => [name, { prompt }])),
  };
  await writeFile(policy, JSON.stringify(document, undefined, 2));
  const lines = [...responses].map(([id, completion]) =>
    JSON.stringify({ id, response_type: 'comply', prompt: [{ role: 'user', content: 'Well?' }], completion }),
  );
  await writeFile(samples, `${lines.join('\n')}\n`);
  return {
    policy,
    samples,
    propositions: names,
    ids: [...responses.keys()],
    isOf({ request }, id, proposition) {
      const said = request.messages.map(({ content }) => content).join('\n');
      return [responses.get(id), PROPOSITIONS[proposition]].every(
        (part) => part !== undefined && said.includes(part),
      );
    },
  };
}

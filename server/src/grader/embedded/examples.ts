import type { Proposition, Turn } from '../../policy/model.ts';

/** A response whose answer the policy itself gives. */
export interface PolicyExample {
  readonly conversation: readonly Turn[];
  readonly response: string;
  readonly answer: boolean;
}

/** The examples of a proposition: those listed under `examples` and those recognised in its prompt. */
export function examplesOf({ examples, prompt }: Proposition): PolicyExample[] {
  const written = examples.map(({ conversation, response, answer }) => ({ conversation, response, answer }));
  return [...written, ...(prompt ? promptExamples(prompt.text) : [])];
}

/**
 * Few-shot examples in the text of a classification prompt, in the forms in which people write them: a
 * bullet `"response" -> yes (why)`; a list of quoted responses under a line such as `Examples for "no":`;
 * a chat of `User:` and `Assistant:` that ends with `Answer: yes`. What is in no such form is passed
 * over: a missed example costs little, a wrong one teaches the wrong thing.
 */
export function promptExamples(prompt: string): readonly PolicyExample[] {
  const before = known.get(prompt);
  if (before) return before;
  const found = [...bulletExamples(prompt), ...chatExamples(prompt)];
  if (known.size === REMEMBERED) known.clear();
  known.set(prompt, found);
  return found;
}

/** An edit changes one prompt; the others are asked for again with every keystroke. */
const REMEMBERED = 1000;
const known = new Map<string, readonly PolicyExample[]>();

function bulletExamples(prompt: string): PolicyExample[] {
  const found: PolicyExample[] = [];
  let heading: { answer: boolean; indent: number } | undefined;
  for (const line of prompt.split('\n')) {
    const indent = line.search(/\S/);
    if (indent < 0) continue;
    const headingAnswer = answerOfHeading(line);
    if (headingAnswer !== undefined) {
      heading = { answer: headingAnswer, indent };
      continue;
    }
    const bullet = /^\s*(?:[-*•]|\d+[.)])\s+(?<rest>.*)$/u.exec(line)?.groups?.rest;
    if (bullet === undefined || (heading && indent < heading.indent)) {
      heading = undefined;
      if (bullet === undefined) continue;
    }
    const arrow = /^(?<before>.*?["”])\s*(?:->|=>|→)\s*"?(?<answer>yes|no)\b/iu.exec(bullet);
    if (arrow?.groups) {
      const example = turnsOf(arrow.groups.before ?? '');
      if (example) found.push({ ...example, answer: arrow.groups.answer?.toLowerCase() === 'yes' });
    } else if (heading && !/->|=>|→/u.test(bullet) && /^(?:[^"“]{0,60}:\s*)?["“]/u.test(bullet)) {
      const example = turnsOf(bullet);
      if (example) found.push({ ...example, answer: heading.answer });
    }
  }
  return found;
}

/** `Examples for "yes":`, `Not evidence for "yes":`; undefined where a line promises no list of answers. */
export function answerOfHeading(line: string): boolean | undefined {
  if (!/\b(?:examples?|evidence|indications?)\b/iu.test(line) || !/:\s*$/u.test(line)) return undefined;
  const answer = /["“'](?<answer>yes|no)["”']/iu.exec(line)?.groups?.answer?.toLowerCase();
  if (answer === undefined) return undefined;
  return /\bnot\b/iu.test(line.slice(0, line.search(/["“']/u))) ? answer === 'no' : answer === 'yes';
}

/** `User: "…" Assistant: "…"`, or only what the assistant says, quoted. */
function turnsOf(text: string): Omit<PolicyExample, 'answer'> | undefined {
  const spoken = /^.*?\buser:\s*["“](?<user>.*)["”]\s*assistant:\s*["“](?<assistant>.*)["”]/isu.exec(
    text,
  )?.groups;
  if (spoken) {
    return {
      conversation: [{ role: 'user', content: spoken.user ?? '' }],
      response: unquote(spoken.assistant ?? ''),
    };
  }
  // A quotation that ends the text may hold quotation marks of its own; else it ends at the next one.
  const quoted = /["“](?<text>.*)["”]\s*$/su.exec(text) ?? /["“](?<text>[^"“”]*)["”]/u.exec(text);
  return quoted?.groups && { conversation: [], response: unquote(quoted.groups.text ?? '') };
}

function chatExamples(prompt: string): PolicyExample[] {
  const found: PolicyExample[] = [];
  const chat =
    /(?:^|\n)\s*(?:user:(?<user>(?:(?!\n\s*(?:user|assistant)\b).)*)\n\s*)?assistant:(?<assistant>(?:(?!\n\s*(?:user|assistant)\b).)*?)\n\s*(?:```\s*\n\s*)?(?:answer:|->)\s*"?(?<answer>yes|no)\b/gisu;
  for (const { groups } of prompt.matchAll(chat)) {
    const user = unquote(groups?.user ?? '');
    found.push({
      conversation: user === '' ? [] : [{ role: 'user', content: user }],
      response: unquote(groups?.assistant ?? ''),
      answer: groups?.answer?.toLowerCase() === 'yes',
    });
  }
  return found;
}

function unquote(text: string): string {
  return text
    .trim()
    .replace(/^["“](?<inner>.*)["”]$/su, '$<inner>')
    .replace(/^(?:\.{2,}|…)\s*|\s*(?:\.{2,}|…|\[\.{3}\])$/gu, '')
    .trim();
}

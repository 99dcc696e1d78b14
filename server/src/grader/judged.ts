import * as l10n from '@vscode/l10n';
import type { JudgedPart, Policy, Proposition, Turn } from '../policy/model.ts';
import type { SampleCompletion } from '../samples/model.ts';
import { rolloutOf } from '../samples/rollout/rollout.ts';
import { splitReasoning } from '../samples/rollout/split.ts';
import type { Grade } from './grader.ts';

/** What is judged: text from strangers, without the markers of its format. */
export interface Subject {
  readonly conversation: readonly Turn[];
  readonly text: string;
  /** Where more than the answer is judged: what `text` is made of, one after the other. */
  readonly parts?: { readonly thought: string; readonly answer?: string };
}

/** A subject, or why there is nothing to judge. */
export type Judged = { readonly subject: Subject } | { readonly missing: string };

/** Changes when texts are split in another way: grades of other texts are other grades. */
const SPLIT = 1;

export function judgedPartOf({ grader }: Pick<Policy, 'grader'>, { judged }: Proposition): JudgedPart {
  return judged ?? grader.judged ?? 'answer';
}

/** Of the choice of what is judged; part of every grader's fingerprint. */
export function judgedFingerprint(policy: Pick<Policy, 'grader' | 'propositions'>): unknown {
  return [SPLIT, [...policy.propositions].map(([name, each]) => [name, judgedPartOf(policy, each)])];
}

/**
 * What a grader sees of a completion: the one place where that is decided. Earlier turns of the assistant are what it
 * said, too. A completion that ends within its thought has no answer, which is not an empty one.
 */
export function judgedOf(completion: SampleCompletion, part: JudgedPart): Judged {
  const known = made.get(completion) ?? new Map<JudgedPart, Judged>();
  const judged = known.get(part) ?? judge(completion, part);
  made.set(completion, known.set(part, judged));
  return judged;
}

const made = new WeakMap<SampleCompletion, Map<JudgedPart, Judged>>();

function judge(completion: SampleCompletion, part: JudgedPart): Judged {
  if (part === 'text') return { subject: completion };
  const { thought, answer, isPlain, cutOff } = rolloutOf(completion);
  if (part === 'thought') {
    return thought === undefined
      ? { missing: l10n.t('there is no thought to judge: the completion has none in a format that is known') }
      : { subject: { conversation: said(completion.conversation), text: thought, parts: { thought } } };
  }
  if (part === 'both' && thought !== undefined) {
    const text = [thought, answer].filter((each) => each !== '').join('\n\n');
    return { subject: { conversation: said(completion.conversation), text, parts: { thought, answer } } };
  }
  if (thought !== undefined && answer.trim() === '') {
    return {
      missing: cutOff
        ? l10n.t('there is no answer to judge: the completion ends within its thought')
        : l10n.t('there is no answer to judge: nothing comes after the thought'),
    };
  }
  const conversation = said(completion.conversation);
  // The same object where nothing is set aside: what is remembered of it holds.
  if (isPlain && conversation === completion.conversation) return { subject: completion };
  return { subject: { conversation, text: answer } };
}

/** A conversation without what the assistant thought in it; the same object where it did not. */
function said(conversation: readonly Turn[]): readonly Turn[] {
  let isChanged = false;
  const turns = conversation.map((turn) => {
    if (turn.role !== 'assistant') return turn;
    const { answer } = splitReasoning(turn.content);
    if (answer === turn.content || answer.trim() === '') return turn;
    isChanged = true;
    return { role: turn.role, content: answer };
  });
  return isChanged ? turns : conversation;
}

/** What an example of a policy shows of a proposition: the part that is judged, where it is marked; else all of it. */
export function exampleText(response: string, part: JudgedPart): string {
  if (part === 'text') return response;
  const { thought, answer } = splitReasoning(response);
  if (part === 'thought') return thought ?? response;
  return part === 'both' || answer.trim() === '' ? response : answer;
}

/** The grade of a proposition for which there is nothing to judge. */
export function nothingToJudge(missing: string, mode: Grade['mode']): Grade {
  return { p: null, mode, missing: 'nothing_to_judge', note: missing };
}

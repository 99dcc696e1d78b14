import { sha256Hex } from '#sha256';
import type { Proposition } from '../../policy/model.ts';
import type { Grade } from '../grader.ts';
import type { Subject } from '../judged.ts';
import { type Dialect, requestIn, SINGLE_ANSWER } from './asking/dialect.ts';
import { keyOf, type PromptOptions, questionMessages, questionsMessages } from './asking/prompts.ts';
import type { IsKept } from './calls/asker.ts';
import type { ChatRequest } from './chat/chat.ts';
import type { ChatReply } from './chat/reply.ts';
import { gradeOfReading, gradeOfRounds, gradeOfVotes } from './combine.ts';
import {
  isVote,
  type Reading,
  readProbability,
  readVote,
  readVotes,
  type Vote,
} from './reading/read-answer.ts';

export interface Sampling {
  readonly dialect: Dialect;
  readonly prompts: PromptOptions;
  /** How many votes where there are votes. */
  readonly votes: number;
  /** How often each question is asked anew, to see how far its answers flicker. */
  readonly repeats: number;
  readonly temperature?: number;
}

/** What is to be asked of one completion, and how its answers become grades. */
export interface Question {
  /** The propositions that it answers. */
  readonly names: readonly string[];
  readonly request: ChatRequest;
  /** How many answers it takes. */
  readonly answers: number;
  /** Whether a reply says something: only then is it remembered as the answer. */
  readonly isKept: IsKept;
  /** One grade a name. */
  grade(replies: readonly ChatReply[]): Grade[];
}

/** One question a proposition, or one for all where several are asked in a call. Those without a prompt are left out. */
export function questionsOf(
  propositions: readonly Proposition[],
  subject: Subject,
  sampling: Sampling,
): Question[] {
  const withPrompt = propositions.filter(({ prompt }) => prompt && prompt.text.trim() !== '');
  if (withPrompt.length === 0) return [];
  return sampling.dialect.mode === 'structured'
    ? [structured(withPrompt, subject, sampling)]
    : withPrompt.flatMap((each) => single(each, subject, sampling) ?? []);
}

function single(proposition: Proposition, subject: Subject, sampling: Sampling): Question | undefined {
  const { dialect, prompts, votes, repeats, temperature } = sampling;
  const messages = questionMessages(proposition, subject, prompts);
  if (!messages) return undefined;
  const aRound = dialect.mode === 'logprobs' ? 1 : votes;
  // With a temperature the text is one draw of many.
  const drawn = dialect.takesTemperature ? (temperature ?? 0) > 0 : true;
  const reading = once((reply) => readProbability(reply, { drawn }));
  const vote = once(readVote);
  return {
    names: [proposition.name.text],
    request: requestIn(dialect, messages, SINGLE_ANSWER, temperature),
    answers: repeats * aRound,
    isKept: (reply) => (dialect.mode === 'logprobs' ? isReading(reading(reply)) : isVote(vote(reply))),
    grade: (replies) => {
      const rounds = inRounds(replies, aRound).map((round) =>
        dialect.mode === 'logprobs'
          ? gradeOfReading(reading(round[0] as ChatReply))
          : gradeOfVotes(round.map(vote), 'votes', unreadIn(round, vote)),
      );
      return [gradeOfRounds(rounds)];
    },
  };
}

/**
 * Models favour what stands first or last, so each completion's questions begin at another one: by its text, so that
 * what is remembered holds.
 */
function structured(propositions: readonly Proposition[], subject: Subject, sampling: Sampling): Question {
  const { dialect, prompts, votes, repeats, temperature } = sampling;
  const first = Number.parseInt(sha256Hex(subject.text).slice(0, 8), 16) % propositions.length;
  const asked = [...propositions.slice(first), ...propositions.slice(0, first)];
  const keys = asked.map((_, index) => keyOf(index));
  const messages = questionsMessages(asked, subject, prompts);
  const read = once((reply) => readVotes(reply, keys));
  return {
    names: asked.map(({ name }) => name.text),
    request: requestIn(dialect, messages, { keys }, temperature),
    answers: repeats * votes,
    isKept: (reply) => read(reply).every(isVote),
    grade: (replies) => {
      const rounds = inRounds(replies, votes);
      return keys.map((_, index) => {
        const vote = (reply: ChatReply): Vote => read(reply)[index] ?? 'unreadable';
        return gradeOfRounds(
          rounds.map((round) => gradeOfVotes(round.map(vote), 'structured', unreadIn(round, vote))),
        );
      });
    },
  };
}

/** What the first reply says that is neither yes nor no. */
function unreadIn(replies: readonly ChatReply[], vote: (reply: ChatReply) => Vote): string {
  const unread = replies.find((reply) => !/^(?:yes|no)$/.test(vote(reply)));
  return unread?.refusal ?? unread?.text ?? '';
}

/** Each reply is read once, whether it is to be kept or to be graded by. */
function once<Read>(read: (reply: ChatReply) => Read): (reply: ChatReply) => Read {
  const done = new WeakMap<ChatReply, Read>();
  return (reply) => {
    const before = done.get(reply);
    if (before !== undefined) return before;
    const value = read(reply);
    done.set(reply, value);
    return value;
  };
}

/** A judge that declines has answered, and so has one whose probability lies elsewhere. */
function isReading(reading: Reading): boolean {
  return reading.kind !== 'missing' || reading.why === 'refused' || reading.why === 'low_coverage';
}

function inRounds<Item>(items: readonly Item[], size: number): Item[][] {
  const rounds: Item[][] = [];
  for (let start = 0; start < items.length; start += size) rounds.push(items.slice(start, start + size));
  return rounds;
}

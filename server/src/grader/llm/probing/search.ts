import * as l10n from '@vscode/l10n';
import { type Dialect, requestIn, SINGLE_ANSWER, type WantedMode } from '../asking/dialect.ts';
import { keyOf, type PromptOptions } from '../asking/prompts.ts';
import type { RequestOptions } from '../asking/request-options.ts';
import { CallError, type ChatRequest, RunStopped } from '../chat/chat.ts';
import type { ChatReply } from '../chat/reply.ts';
import { readProbability, readVote, readVotes, type Unusable } from '../reading/read-answer.ts';
import { adapt } from './adapt.ts';
import { probeMessages, probeSize } from './probe-question.ts';

export interface Probed {
  readonly dialect: Dialect;
  /** What was found out, for people; empty where all is as wished. */
  readonly notes: readonly string[];
  /** No form was found in which the probe's answer could be read; the run's own questions may fare better. */
  readonly isUnread?: boolean;
}

export interface ProbeOptions {
  readonly wanted: WantedMode;
  /** The user's. */
  readonly request?: RequestOptions;
  /** How the run asks: the probe's question is put the same way. */
  readonly prompts: PromptOptions;
}

/** Whether a reply can be read in a mode, and if not, why. */
type Read = 'read' | 'cut' | 'unreadable' | Unusable | 'contradictory';

const THINKING_TOKENS = 4096;
/** For models that give reasons before they answer. */
const WORDY_TOKENS = 256;
/** A server that turns down everything is given up after so many requests. */
const MOST_REQUESTS = 24;

/**
 * The search for a dialect in which a server's replies can be read. In the order of what they are worth: log
 * probabilities as they are; with reasoning turned off, as some models give them only then; votes held to a schema; votes.
 */
export class Search {
  readonly #options: ProbeOptions;
  readonly #notes: string[] = [];
  #dialect: Dialect;
  /** Reasoning is off because we try it, not because the user wants it; and what was found without. */
  #trial: { readonly before: Dialect; readonly why: string } | undefined;
  #triedOff = false;
  #isUnread = false;

  constructor(options: ProbeOptions, begin: Dialect) {
    this.#options = options;
    this.#dialect = begin;
  }

  async run(call: (request: ChatRequest) => Promise<ChatReply>): Promise<Probed> {
    for (let requests = 0; requests < MOST_REQUESTS; requests++) {
      let reply: ChatReply;
      try {
        reply = await call(this.#request());
      } catch (error) {
        const said = saidNothing(error);
        if (!said) this.#rejected(error);
        else if (this.#answered(said)) {
          // Not a word in any form: the error says it best.
          if (said.finishReason === 'stop') throw error;
          return this.#found();
        }
        continue;
      }
      if (this.#answered(reply)) return this.#found();
    }
    throw new RunStopped('mode', l10n.t('No form of request was found that this server takes.'));
  }

  #found(): Probed {
    return { dialect: this.#dialect, notes: this.#notes, ...(this.#isUnread && { isUnread: true }) };
  }

  #request(): ChatRequest {
    const { mode } = this.#dialect;
    const form = mode === 'structured' ? { keys: keysOf(probeSize(mode)) } : SINGLE_ANSWER;
    return requestIn(this.#dialect, probeMessages(mode, this.#options.prompts), form, undefined);
  }

  #rejected(error: unknown): void {
    const said = error instanceof Error ? error.message : String(error);
    const adapted = adapt(this.#dialect, error);
    if (this.#trial && (adapted === 'no_way' || adapted === 'no_logprobs' || adapted.dropped !== undefined))
      this.#endTrial();
    else if (adapted === 'no_way') throw error;
    else if (adapted === 'no_logprobs') this.#withoutLogprobs(l10n.t('the server refuses them: {0}', said));
    else {
      this.#dialect = adapted.dialect;
      if (adapted.dropped !== undefined)
        this.#notes.push(l10n.t('the server does not take {0}; it is left out: {1}', adapted.dropped, said));
    }
  }

  /** Whether the search is over. */
  #answered(reply: ChatReply): boolean {
    const read = readable(reply, this.#dialect);
    if (read === 'cut' && this.#allowMore(reply)) return false;
    if (this.#dialect.mode === 'logprobs') return this.#answeredWithLogprobs(reply, read);
    if (read === 'unreadable' && this.#dialect.takesSchema) {
      this.#dialect = { ...this.#dialect, takesSchema: false };
      return false;
    }
    if (read !== 'read') this.#noteUnread(reply, read);
    return true;
  }

  #answeredWithLogprobs(reply: ChatReply, read: Read): boolean {
    if (read === 'read') {
      if (this.#trial)
        this.#notes.push(l10n.t('reasoning is turned off, since log probabilities are given only then'));
      const seen = Math.max(0, ...(reply.tokens ?? []).map(({ alternatives }) => alternatives.length));
      if (seen < this.#dialect.topLogprobs)
        this.#notes.push(
          l10n.t(
            '{0} alternatives a token instead of {1}: coverage may be lower',
            seen,
            this.#dialect.topLogprobs,
          ),
        );
      return true;
    }
    if (this.#trial) this.#endTrial();
    else this.#withoutLogprobs(reasonOf(read, reply));
    return false;
  }

  /**
   * Models that think need many tokens, those that give reasons first need some, unless the user has said how many. One
   * that goes on and on beyond that does not think, it rambles.
   */
  #allowMore(reply: ChatReply): boolean {
    if (this.#options.request?.answerTokens !== undefined || this.#trial) return false;
    const thinks = reply.hasThoughts === true || /^\s*(?:$|<|\[|◁|analysis)/.test(reply.text);
    const tokens = thinks ? THINKING_TOKENS : WORDY_TOKENS;
    if (this.#dialect.answerTokens >= tokens) return false;
    this.#dialect = { ...this.#dialect, answerTokens: tokens };
    if (thinks)
      this.#notes.push(
        l10n.t('the model thinks before it answers: calls may take thousands of output tokens'),
      );
    return true;
  }

  /** Tries once with reasoning turned off, where the user has not said how much there is to be; then come votes. */
  #withoutLogprobs(why: string): void {
    const { wanted, request } = this.#options;
    if (!this.#triedOff && request?.reasoningEffort === undefined) {
      this.#triedOff = true;
      this.#trial = { before: this.#dialect, why };
      this.#dialect = { ...this.#dialect, reasoningEffort: 'none' };
      return;
    }
    if (wanted === 'logprobs') throw new RunStopped('mode', l10n.t('No log probabilities: {0}.', why));
    this.#notes.push(l10n.t('no log probabilities ({0}); P(yes) is the share of votes', why));
    this.#dialect = { ...this.#dialect, mode: 'votes', topLogprobs: 0 };
  }

  #endTrial(): void {
    if (!this.#trial) return;
    const { before, why } = this.#trial;
    this.#trial = undefined;
    this.#dialect = before;
    this.#withoutLogprobs(why);
  }

  /** The run's own questions may fare better; if not, it stops itself after some dozens. */
  #noteUnread(reply: ChatReply, read: Read): void {
    this.#isUnread = true;
    const said = shortened(reply.text);
    this.#notes.push(
      read === 'cut'
        ? l10n.t('the probe ran out of tokens before an answer: allow more answer tokens')
        : l10n.t('the answer to the probe could not be read: "{0}"', said),
    );
  }
}

/** The reply of a model that ran out of tokens while it thought, or thought and said nothing. */
function saidNothing(error: unknown): ChatReply | undefined {
  if (!(error instanceof CallError) || (error.kind !== 'cut' && error.kind !== 'empty')) return undefined;
  return { text: '', finishReason: error.kind === 'cut' ? 'length' : 'stop', hasThoughts: true, raw: {} };
}

function readable(reply: ChatReply, dialect: Dialect): Read {
  if (dialect.mode === 'structured') {
    const votes = readVotes(reply, keysOf(probeSize(dialect.mode)));
    return votes.includes('cut') ? 'cut' : votes.includes('unreadable') ? 'unreadable' : 'read';
  }
  if (dialect.mode === 'votes') {
    const vote = readVote(reply);
    return vote === 'cut' || vote === 'unreadable' ? vote : 'read';
  }
  const reading = readProbability(reply);
  if (reading.kind === 'probability') return 'read';
  if (reading.kind === 'vote') return reading.why;
  // A judge that declines can be read, if it gives the numbers at all; so can one that would rather say something else.
  if (reading.why === 'refused') return reply.tokens ? 'read' : 'none';
  return reading.why === 'low_coverage' ? 'read' : reading.why;
}

function reasonOf(read: Read, { text }: ChatReply): string {
  switch (read) {
    case 'none':
      return l10n.t('the server accepts the wish and gives none');
    case 'no_alternatives':
      return l10n.t('the server gives no alternatives to the token that was drawn');
    case 'of_another_text':
      return l10n.t('those that the server gives are not of the text that it returns');
    case 'impossible':
      return l10n.t('the numbers that the server gives cannot be any');
    case 'contradictory':
      return l10n.t('those that the server gives say the opposite of its text');
    case 'cut':
      return l10n.t('the model ran out of tokens before it answered');
    default:
      return l10n.t('its answer could not be read: "{0}"', shortened(text));
  }
}

const SHOWN = 60;

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > SHOWN ? `${flat.slice(0, SHOWN - 1)}…` : flat;
}

function keysOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => keyOf(index));
}

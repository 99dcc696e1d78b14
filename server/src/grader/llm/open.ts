import type { PolicyLogic } from '../../logic/classes.ts';
import type { Policy } from '../../policy/model.ts';
import type { WantedMode } from './asking/dialect.ts';
import type { PromptOptions, PromptOrder } from './asking/prompts.ts';
import type { RequestOptions } from './asking/request-options.ts';
import { Asker } from './calls/asker.ts';
import { Caller } from './calls/caller.ts';
import { type Limits, Meter, type Price } from './calls/meter.ts';
import type { Wait } from './calls/waits.ts';
import type { ChatModel } from './chat/chat.ts';
import { LlmGrader } from './llm-grader.ts';
import { assumedDialect, keptProbe, probe } from './probing/probe.ts';
import type { Probed, ProbeOptions } from './probing/search.ts';
import type { AnswerStore } from './store/answer-store.ts';

/** How a model is asked; what the user leaves out, the policy may say. */
export interface AskingOptions {
  readonly mode?: WantedMode;
  readonly votes?: number;
  readonly order?: PromptOrder;
  readonly ask?: 'all' | 'deciding';
  readonly repeats?: number;
  /** The user's alone: a policy cannot say what goes into a request. */
  readonly request?: RequestOptions;
}

export interface RunOptions {
  readonly concurrency: number;
  readonly limits: Limits;
  readonly price?: Price;
  /** What several runs spend together, where they have one limit between them. */
  readonly meter?: Meter;
  /** Told of each wait that people would notice, before it begins. */
  readonly onWait?: (wait: Wait) => void;
}

const VOTES = 5;

/** One run: what it may spend, and the model that it asks. */
export function openAsker(model: ChatModel, store: AnswerStore, run: RunOptions): Asker {
  const meter = run.meter ?? new Meter(run.limits, run.price);
  const { concurrency, onWait } = run;
  return new Asker(new Caller(model, { meter, concurrency, ...(onWait && { onWait }) }), store);
}

/** Asks the model how it wants to be asked, where that is not known. Rejects as `probe` does. */
export async function openLlmGrader(
  asker: Asker,
  policy: Policy,
  logic: PolicyLogic,
  asking: AskingOptions,
  signal?: AbortSignal,
): Promise<{ grader: LlmGrader; notes: readonly string[] }> {
  const options = probeOptions(asker, policy, asking);
  const probed = await probe(asker, options, signal);
  const anew = () => probe(asker, options, signal, true);
  return { grader: graderOf(asker, policy, logic, asking, probed, anew), notes: probed.notes };
}

/** Without asking anything: as the model is known to be, or else as most are. For estimates and the cache. */
export function assumedLlmGrader(
  asker: Asker,
  policy: Policy,
  logic: PolicyLogic,
  asking: AskingOptions,
): LlmGrader {
  const options = probeOptions(asker, policy, asking);
  const probed = keptProbe(asker, options) ?? {
    dialect: assumedDialect(options.wanted, options.request),
    notes: [],
  };
  return graderOf(asker, policy, logic, asking, probed);
}

function wantedMode(policy: Policy, { mode }: AskingOptions): WantedMode {
  return mode !== undefined && mode !== 'auto' ? mode : (policy.grader.probability ?? 'auto');
}

function probeOptions({ store }: Asker, policy: Policy, asking: AskingOptions): ProbeOptions {
  const { request } = asking;
  const prompts = promptOptions(policy, asking, store.secret);
  return { wanted: wantedMode(policy, asking), ...(request && { request }), prompts };
}

function promptOptions(policy: Policy, { order }: AskingOptions, secret: Uint8Array): PromptOptions {
  const template = policy.promptTemplate?.text;
  return {
    order: order ?? policy.grader.order ?? 'conversation-first',
    secret,
    ...(template !== undefined && { template }),
  };
}

function graderOf(
  asker: Asker,
  policy: Policy,
  logic: PolicyLogic,
  asking: AskingOptions,
  { dialect }: Probed,
  probeAnew?: () => Promise<Probed>,
): LlmGrader {
  const { temperature } = policy.grader;
  const answerTokens = asking.request?.answerTokens;
  return new LlmGrader({
    policy,
    logic,
    asker,
    dialect,
    prompts: promptOptions(policy, asking, asker.store.secret),
    votes: asking.votes ?? policy.grader.votes ?? VOTES,
    repeats: asking.repeats ?? 1,
    ask: asking.ask ?? 'all',
    ...(temperature !== undefined && { temperature }),
    ...(answerTokens !== undefined && { answerTokens }),
    ...(probeAnew && { probeAnew }),
  });
}

import * as vscode from 'vscode';
import type {
  GraderSettings,
  MeteredSettings,
  OpenAiSettings,
} from '../../../server/src/language/protocol-grading.ts';
import { isAmountFor, priceOf } from './check-settings.ts';

const SECTION = 'rbr.grader';

/** What the user has set of grading, beside the key. */
export interface GradingSettings {
  readonly settings: GraderSettings;
  /** The model at the address that is set, also while another kind grades. */
  readonly openAi: OpenAiSettings;
  /** The address that a key is for, also while another kind grades. */
  readonly baseUrl: string;
  /** The environment variable that holds the key for `baseUrl`; empty: none. */
  readonly apiKeyVariable: string;
  readonly confirm: 'always' | 'costly' | 'never';
}

/**
 * The user's own settings: those of a workspace or a folder are not looked at, whatever they say. They name where
 * text and money go.
 */
export function readSettings(): GradingSettings {
  const own = soundSetting;
  const model = own<string>('model').trim();
  const price = priceOf(ownSetting<Record<string, unknown> | null>('prices')?.[model]);
  const usd = own<number | null>('budget.usd');
  const metered: MeteredSettings = {
    model,
    votes: own('votes'),
    order: own('order'),
    ask: own('ask'),
    budget: { calls: own('budget.calls'), ...(usd !== null && { usd }) },
    hover: own('hover'),
  };
  const baseUrl = own<string>('baseUrl').trim();
  const answerTokens = own<number | null>('answerTokens');
  const reasoningEffort = own<string>('reasoningEffort');
  const request: NonNullable<OpenAiSettings['request']> = {
    ...(answerTokens !== null && { answerTokens }),
    // What is none of these the server names, where it is to be sent.
    ...(reasoningEffort !== '' && { reasoningEffort }),
    body: own<Record<string, unknown> | null>('body') ?? {},
  };
  const openAi: OpenAiSettings = {
    ...{ kind: 'openai', ...metered, baseUrl },
    headers: own<Record<string, string> | null>('headers') ?? {},
    request,
    mode: own('mode'),
    concurrency: own('concurrency'),
    timeoutSeconds: own('timeoutSeconds'),
    ...(price && { price }),
  };
  return {
    baseUrl,
    openAi,
    settings: settingsOf(own('kind'), metered, openAi),
    apiKeyVariable: own<string>('apiKeyVariable').trim(),
    confirm: own('confirm'),
  };
}

function settingsOf(
  kind: GraderSettings['kind'],
  metered: MeteredSettings,
  openAi: OpenAiSettings,
): GraderSettings {
  if (kind === 'openai') return openAi;
  return kind === 'editor' ? { kind, ...metered } : { kind: 'embedded' };
}

/** A setting as the user has it, or else its default. */
export function ownSetting<Value>(key: string): Value {
  return inspected<Value>(key).own;
}

/** The same; where it can be no amount, the default. */
function soundSetting<Value>(key: string): Value {
  const { own, standard } = inspected<Value>(key);
  return typeof standard === 'number' && !isAmountFor(key, own) ? standard : own;
}

function inspected<Value>(key: string): { own: Value; standard: Value } {
  const { globalValue, defaultValue } = vscode.workspace.getConfiguration(SECTION).inspect<Value>(key) ?? {};
  const standard = defaultValue as Value;
  // `null` is a value: no limit.
  return { own: globalValue === undefined ? standard : globalValue, standard };
}

export function affectsGrader(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(SECTION);
}

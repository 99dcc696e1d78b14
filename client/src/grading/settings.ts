import * as vscode from 'vscode';
import type { GraderSettings, MeteredSettings } from '../../../server/src/language/protocol-grading.ts';

const SECTION = 'rbr.grader';

/** What the user has set of grading, beside the key. */
export interface GradingSettings {
  readonly settings: GraderSettings;
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
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const own = <Value>(key: string): Value => {
    const { globalValue, defaultValue } = configuration.inspect<Value>(key) ?? {};
    return (globalValue ?? defaultValue) as Value;
  };
  const model = own<string>('model').trim();
  const price = own<Record<string, { input?: number; output?: number }>>('prices')[model];
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
  return {
    baseUrl,
    settings: settingsOf(own('kind'), metered, {
      baseUrl,
      mode: own('mode'),
      concurrency: own('concurrency'),
      timeoutSeconds: own('timeoutSeconds'),
      ...(price && { price: { input: price.input ?? 0, output: price.output ?? 0 } }),
    }),
    apiKeyVariable: own<string>('apiKeyVariable').trim(),
    confirm: own('confirm'),
  };
}

type OpenAiOnly = Omit<
  Extract<GraderSettings, { kind: 'openai' }>,
  keyof MeteredSettings | 'kind' | 'apiKey'
>;

function settingsOf(
  kind: GraderSettings['kind'],
  metered: MeteredSettings,
  openAi: OpenAiOnly,
): GraderSettings {
  if (kind === 'openai') return { kind, ...metered, ...openAi };
  return kind === 'editor' ? { kind, ...metered } : { kind: 'embedded' };
}

export function affectsGrader(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(SECTION);
}

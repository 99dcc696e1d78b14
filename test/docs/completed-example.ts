/**
 * An example of a page is a part of a file. To check it, what is around it is added as a reader would think it: the
 * keys that it stands under, a policy for samples, and the propositions that it names.
 */
import { parse } from 'yaml';
import type { Finding } from '../../server/src/policy/finding.ts';
import { PolicySchema } from '../../server/src/policy/schema.ts';
import { SamplesSchema } from '../../server/src/samples/schema.ts';
import { findingsOf } from '../../server/src/workspace/examine.ts';
import { workspaceOf } from '../support/policy-workspace.ts';

const POLICY = 'file:///w/p.rbr.yaml';
const SAMPLES = 'file:///w/s.samples.yaml';
/** In another folder: samples belong to the only policy in theirs. */
const BASE = 'file:///base.rbr.yaml';

const POLICY_KEYS = Object.keys(PolicySchema.properties);
const SAMPLES_KEYS = Object.keys(SamplesSchema.properties);
const SAMPLE_KEYS = ['id', 'category', 'response_type', 'prompt', 'completions'];
const COMPLETION_KEYS = ['id', 'text', 'class', 'label', 'base_reward', 'propositions'];

/** The findings of an example; undefined where it is of no policy and of no samples. */
export async function findingsOfExample(text: string): Promise<Finding[] | undefined> {
  const files = text.split(/^---$/m).map(fileOf);
  if (files.some((file) => file === undefined)) return undefined;
  const texts: Record<string, string> = Object.assign({}, ...files);
  texts[POLICY] ??= policyAround(text);
  const found = await allFindings(texts);
  const missing = [...new Set(found.flatMap(missingProposition))];
  // A name that is misspelt is the example's point; one that is near to none belongs to the rest of the file.
  if (missing.length === 0) return found;
  texts[BASE] =
    `simple_propositions:\n${missing.map((name) => `  ${name}: { prompt: Is it ${name}? }\n`).join('')}`;
  texts[POLICY] = `extends: ../base.rbr.yaml\n${texts[POLICY]}`;
  return allFindings(texts);
}

async function allFindings(texts: Readonly<Record<string, string>>): Promise<Finding[]> {
  const workspace = workspaceOf(texts);
  const asked = [POLICY, SAMPLES].filter((uri) => uri in texts);
  return (await Promise.all(asked.map((uri) => findingsOf(workspace, uri)))).flat();
}

function missingProposition({ code, message }: Finding): string[] {
  const name = /^There is no proposition "(\w+)" in /.exec(message)?.[1];
  return code === 'unknown-proposition' && name !== undefined ? [name] : [];
}

function fileOf(text: string): Record<string, string> | undefined {
  const data: unknown = parse(text, { logLevel: 'silent', uniqueKeys: false });
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  const keys = Object.keys(data);
  const are = (known: readonly string[]) => keys.every((key) => known.includes(key));
  if (are(SAMPLES_KEYS) && !text.includes('*')) return { [SAMPLES]: text };
  if (keys.some((key) => POLICY_KEYS.includes(key))) return { [POLICY]: text };
  if (are(COMPLETION_KEYS))
    return { [SAMPLES]: sampleWith(`response_type: comply\ncompletions:\n${item(`text: Hello.\n${text}`)}`) };
  if (are(SAMPLE_KEYS)) return { [SAMPLES]: sampleWith(text) };
  if (are(['examples', 'cues', 'threshold'])) return { [POLICY]: propositionWith(text) };
  const values = Object.values(data);
  const isPropositions = values.every((each) => each && (each.prompt || each.check));
  return isPropositions ? { [POLICY]: `simple_propositions:\n${indented(text, 2)}` } : undefined;
}

const propositionWith = (text: string) =>
  `simple_propositions:\n  polite:\n    prompt: Is it polite?\n${indented(text, 4)}`;
const sampleWith = (text: string) => `samples:\n${item(`prompt: Hello?\n${text}`)}`;
const item = (text: string) => `  - ${indented(text, 4).trimStart()}`;

/** For samples that stand alone: a policy that knows nothing but their response type. */
function policyAround(text: string): string {
  const responseType = /response_type: (\w+)/.exec(text)?.[1] ?? 'comply';
  return `completion_class_order: [ideal, other]\ncompletion_classes:\n  ideal: { ${responseType}: { good: true } }\n  other: { ${responseType}: { good: false } }\n`;
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}

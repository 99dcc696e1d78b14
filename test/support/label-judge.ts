import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { AskedCall, Reply } from './model-server/model-server.ts';

interface Sample {
  readonly completions: readonly {
    readonly text: string;
    readonly propositions?: Record<string, boolean>;
  }[];
}

/**
 * A judge that knows the human labels of a folder's samples and answers by them, so that pictures show what a good
 * model would give. `except`: how a completion begins -> propositions that it gets wrong.
 */
export function labelJudge(
  folder: string,
  except: Readonly<Record<string, readonly string[]>> = {},
): (call: AskedCall) => Reply {
  const policies = readdirSync(folder).filter((name) => name.endsWith('.rbr.yaml'));
  if (policies.length === 0) throw new Error(`no policy in ${folder}`);
  const propositions = Object.assign(
    {},
    ...policies.map((name) => parse(readFileSync(join(folder, name), 'utf8')).simple_propositions),
  ) as Record<string, { prompt?: string }>;
  const questions = Object.entries(propositions).flatMap(([name, { prompt }]) =>
    prompt ? [{ name, prompt: prompt.trim() }] : [],
  );
  const completions = readdirSync(folder)
    .filter((name) => name.endsWith('.samples.yaml'))
    .flatMap((name) => (parse(readFileSync(join(folder, name), 'utf8')) as { samples: Sample[] }).samples)
    .flatMap((sample) => sample.completions)
    .map(({ text, ...more }) => ({ ...more, text: text.trim() }))
    // Of texts that contain one another the longest is meant.
    .sort((a, b) => b.text.length - a.text.length);
  return ({ prompt, number }) => {
    const question = questions.find((each) => prompt.includes(each.prompt));
    const completion = completions.find(({ text }) => prompt.includes(text));
    const label = completion?.propositions?.[question?.name ?? ''] ?? false;
    const [, wrong] = Object.entries(except).find(([start]) => completion?.text.startsWith(start)) ?? [];
    const isWrong = wrong?.includes(question?.name ?? '') === true;
    const sure = 0.93 + (number % 7) / 100;
    return { logprobs: label !== isWrong ? { yes: sure, no: 1 - sure } : { no: sure, yes: 1 - sure } };
  };
}

/** The doctor asks about a completion of its own: that a greeting greets is plainly true. */
export function knowsTheDoctor(judge: (call: AskedCall) => Reply): (call: AskedCall) => Reply {
  return (call) =>
    call.prompt.includes('Does the response greet the user?')
      ? { logprobs: { yes: 0.98, no: 0.02 } }
      : judge(call);
}

import { quoted } from '../quoted.ts';
import type { ImportFile, Meaning } from './model.ts';

/**
 * A policy that extends a released one, which stays as it is, and names the labelled completions that came with it.
 * What the user has said of response types in the data becomes their aliases.
 */
export function policyOverRelease(
  policies: readonly ImportFile[],
  data: readonly ImportFile[],
  meanings: readonly Meaning[],
): string {
  const [first, ...more] = policies.map(pathOf);
  const base =
    more.length === 0 ? ` ${first}` : `\n${policies.map((file) => `  - ${pathOf(file)}`).join('\n')}`;
  const aliases = new Map<string, string[]>();
  for (const { role, value, facts, from } of meanings) {
    if (role !== 'response_type' || from !== 'asked' || facts.responseType === undefined) continue;
    aliases.set(facts.responseType, [...(aliases.get(facts.responseType) ?? []), value]);
  }
  return [
    '# The released files stay as they are; what you add to them, or say otherwise, stands here.',
    `extends:${base}`,
    ...(aliases.size === 0 ? [] : ['', 'response_types:']),
    ...[...aliases].map(
      ([name, values]) => `  ${quoted(name)}: { aliases: [${values.map(quoted).join(', ')}] }`,
    ),
    ...(data.length === 0 ? [] : ['', 'samples:', ...data.map((file) => `  - ${pathOf(file)}`)]),
    '',
  ].join('\n');
}

function pathOf({ path, name }: ImportFile): string {
  return quoted(path ?? name);
}

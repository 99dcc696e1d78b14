import { UsageError } from '../output.ts';

/** `<name>=<type>,<type>`: response types that are shown as one. */
export function mergeOf(
  text: string,
  earlier: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlyMap<string, readonly string[]> {
  const at = text.indexOf('=');
  const name = text.slice(0, at).trim();
  const types = text
    .slice(at + 1)
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '');
  if (at <= 0 || name === '' || types.length === 0)
    throw new UsageError(`"${text}": write <name>=<response type>,<response type>.`);
  if (earlier.has(name)) throw new UsageError(`--merge: "${name}" is there twice.`);
  return new Map([...earlier, [name, types]]);
}

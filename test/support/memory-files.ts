import type { FileSystem } from '../../server/src/workspace/file-system.ts';

/** Files in memory, by URI. A glob's `**`, `*` and `{a,b}` mean what they usually do. */
export function memoryFiles(texts: Readonly<Record<string, string>>): FileSystem {
  return {
    canonical: (uri) => uri,
    readText: async (uri) => texts[uri],
    async glob(base, pattern) {
      const folder = new URL('.', base).href;
      return Object.keys(texts)
        .filter((uri) => uri.startsWith(folder) && matches(uri.slice(folder.length), pattern))
        .sort();
    },
  };
}

function matches(path: string, pattern: string): boolean {
  const expression = pattern.replace(/\*\*\/|\*|\{[^}]*\}|[.+^$()|[\]\\?]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '*') return '[^/]*';
    if (!token.startsWith('{')) return `\\${token}`;
    const options = token.slice(1, -1).split(',');
    return `(?:${options.map((option) => option.replace(/[.]/g, '\\.').replace(/\*/g, '[^/]*')).join('|')})`;
  });
  return new RegExp(`^${expression}$`).test(path);
}

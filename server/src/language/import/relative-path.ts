/** The path of a URI as a file in `folder` writes it; undefined where they are on different disks or hosts. */
export function relativePath(folder: string, uri: string): string | undefined {
  if (!URL.canParse(folder) || !URL.canParse(uri)) return undefined;
  const [from, to] = [new URL(folder), new URL(uri)];
  if (from.protocol !== to.protocol || from.host !== to.host) return undefined;
  const folders = from.pathname.split('/').slice(0, -1);
  const path = to.pathname.split('/');
  let shared = 0;
  while (shared < folders.length && shared < path.length - 1 && folders[shared] === path[shared]) shared++;
  const up = folders.slice(shared).map(() => '..');
  return [...up, ...path.slice(shared).map(decodeURIComponent)].join('/');
}

/** How the doors reach files. URIs in and out, so that the same server can run where there is no disk. */
export interface FileSystem {
  /** One spelling for every file: editors and runtimes escape different characters. */
  canonical(uri: string): string;
  /**
   * The text at a URI; undefined where there is none, or where it has more bytes than `atMost`. Throws only where
   * it is there and unreadable.
   */
  readText(uri: string, atMost?: number): Promise<string | undefined>;
  /** Files that match a glob relative to the folder of `base`; sorted. */
  glob(base: string, pattern: string): Promise<readonly string[]>;
  /** These files are said to be other than they were: nothing that is remembered of them holds. */
  changed?(uris: readonly string[]): void;
}

/** One file system for the files of this machine, another one for all others. */
export function byScheme(own: FileSystem, others: FileSystem): FileSystem {
  const of = (uri: string) => (uri.startsWith('file:') ? own : others);
  return {
    canonical: (uri) => of(uri).canonical(uri),
    readText: (uri, atMost) => of(uri).readText(uri, atMost),
    glob: (base, pattern) => of(base).glob(base, pattern),
    changed(uris) {
      own.changed?.(uris);
      others.changed?.(uris);
    },
  };
}

/** The folder that a file is in, with its closing slash. What is not saved yet is in none: nothing else is there. */
export function folderOf(uri: string): string {
  return URL.canParse('.', uri) ? new URL('.', uri).href : `${uri}/`;
}

export function baseNameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

import { type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { type FileSystem, folderOf } from '../workspace/file-system.ts';
import {
  FIND_FILES_REQUEST,
  type FindFilesParams,
  type FindFilesResult,
  READ_FILE_REQUEST,
  type ReadFileResult,
} from './protocol-files.ts';
import { requestType } from './typed.ts';

const READ = requestType(READ_FILE_REQUEST);
const FIND = requestType(FIND_FILES_REQUEST);

/** So long a text is not asked after again, unless its file is said to have changed: one keystroke reads it often. */
const FRESH_MS = 2000;

interface Known {
  readonly asked: number;
  readonly answer: Promise<{ readonly stamp: string; readonly text: string } | undefined>;
}

/**
 * Files as the client has them, whatever they lie on. A text that has not changed is not sent again. To a client that
 * does not know our requests there are no such files.
 */
export function clientFiles(connection: Connection): FileSystem {
  const texts = new Map<string, Known>();
  return {
    canonical,
    async readText(uri, atMost) {
      // What is too large for one is asked for anew by who takes more.
      const key = `${uri} ${atMost ?? ''}`;
      const known = texts.get(key);
      if (known && performance.now() - known.asked < FRESH_MS) return (await known.answer)?.text;
      const answer = read(uri, atMost, known);
      texts.set(key, { asked: performance.now(), answer });
      try {
        return (await answer)?.text;
      } catch (error) {
        texts.delete(key);
        throw error;
      }
    },
    async glob(base, pattern) {
      if (!URL.canParse('.', base)) return [];
      const found = await connection
        .sendRequest(FIND, downFrom(folderOf(base), pattern))
        .catch(orNothing<FindFilesResult>([]));
      return found.map(canonical).sort();
    },
    changed(uris) {
      const changed = new Set(uris);
      for (const key of texts.keys()) if (changed.has(key.slice(0, key.indexOf(' ')))) texts.delete(key);
    },
  };

  async function read(uri: string, atMost: number | undefined, before: Known | undefined): Known['answer'] {
    const had = await before?.answer.catch(() => undefined);
    const asked = { uri, ...(atMost !== undefined && { atMost }), ...(had && { known: had.stamp }) };
    const result = await connection.sendRequest(READ, asked).catch(orNothing<ReadFileResult>(null));
    if (result === null) return undefined;
    return 'unchanged' in result ? had : result;
  }
}

function orNothing<Result>(nothing: Result): (error: unknown) => Result {
  return (error) => {
    if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) return nothing;
    throw error;
  };
}

/** `../data/*.jsonl` from a folder is `*.jsonl` from another one. */
function downFrom(folder: string, pattern: string): FindFilesParams {
  const [, up = '', down = ''] = /^((?:\.{1,2}\/)*)(.*)$/s.exec(pattern) ?? [];
  return { folder: new URL(up || '.', folder).href, pattern: down };
}

/** Every character of a path that may be escaped is, as VS Code has it. */
function canonical(uri: string): string {
  const [, start, path, rest] = /^([^:]+:(?:\/\/[^/?#]*)?)([^?#]*)(.*)$/s.exec(uri) ?? [];
  if (start === undefined || path === undefined) return uri;
  try {
    const steps = path.split('/').map((step) => escaped(decodeURIComponent(step)));
    return `${start}${steps.join('/')}${rest}`;
  } catch {
    return uri;
  }
}

function escaped(step: string): string {
  return encodeURIComponent(step).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

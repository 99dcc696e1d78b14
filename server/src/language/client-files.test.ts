import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
} from 'vscode-languageserver/node';
import { clientFiles } from './client-files.ts';
import {
  FIND_FILES_REQUEST,
  type FindFilesParams,
  READ_FILE_REQUEST,
  type ReadFileParams,
} from './protocol-files.ts';
import { requestType } from './typed.ts';

/** Both ends of a connection, as they are between editor and server. */
function connected() {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(up, down);
  const client = createProtocolConnection(down, up);
  server.listen();
  client.listen();
  return { server, client };
}

/** A client with these texts, and what it was asked. */
function answering(client: ProtocolConnection, texts: Record<string, string>) {
  const reads: ReadFileParams[] = [];
  const finds: FindFilesParams[] = [];
  client.onRequest(requestType(READ_FILE_REQUEST), (params) => {
    reads.push(params);
    const text = texts[params.uri];
    if (text === undefined || (params.atMost !== undefined && text.length > params.atMost)) return null;
    return text === params.known ? { unchanged: true } : { stamp: text, text };
  });
  client.onRequest(FIND_FILES_REQUEST, (params: FindFilesParams) => {
    finds.push(params);
    return Object.keys(texts);
  });
  return { reads, finds };
}

const A = 'vscode-vfs://github/o/r/a.rbr.yaml';

describe('files that the client reads', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('are asked for once while a keystroke is worked on, and again when they are said to have changed', async () => {
    const { server, client } = connected();
    const texts: Record<string, string> = { [A]: 'one' };
    const { reads } = answering(client, texts);
    const files = clientFiles(server);
    const same = await Promise.all([files.readText(A), files.readText(A)]);
    expect([...same, await files.readText(A)]).toEqual(['one', 'one', 'one']);
    expect(reads).toHaveLength(1);
    texts[A] = 'two';
    files.changed?.(['vscode-vfs://github/o/r/b.rbr.yaml']);
    expect(await files.readText(A)).toBe('one');
    files.changed?.([A]);
    expect(await files.readText(A)).toBe('two');
    expect(reads.map(({ known }) => known)).toEqual([undefined, undefined]);
  });

  it('are looked at again after a while, and sent again only where they changed', async () => {
    const { server, client } = connected();
    const texts: Record<string, string> = { [A]: 'one' };
    const { reads } = answering(client, texts);
    const files = clientFiles(server);
    await files.readText(A);
    vi.advanceTimersByTime(3000);
    expect(await files.readText(A)).toBe('one');
    expect(reads.at(-1)?.known).toBe('one');
    texts[A] = 'two';
    vi.advanceTimersByTime(3000);
    expect(await files.readText(A)).toBe('two');
  });

  it('are none where there are none, or where they are too large', async () => {
    const { server, client } = connected();
    answering(client, { [A]: 'one' });
    const files = clientFiles(server);
    expect(await files.readText('vscode-vfs://github/o/r/b.rbr.yaml')).toBeUndefined();
    expect(await files.readText(A, 2)).toBeUndefined();
    expect(await files.readText(A)).toBe('one');
  });

  it('are none for a client that does not know the requests', async () => {
    const files = clientFiles(connected().server);
    expect(await files.readText(A)).toBeUndefined();
    expect(await files.glob(A, '*.yaml')).toEqual([]);
    expect(await files.glob('untitled:Untitled-1', '*.yaml')).toEqual([]);
  });

  it('throw what keeps them from being read, and are tried anew', async () => {
    const { server, client } = connected();
    let tries = 0;
    client.onRequest(READ_FILE_REQUEST, () => {
      tries++;
      throw new Error('no permission');
    });
    const files = clientFiles(server);
    await expect(files.readText(A)).rejects.toThrow('no permission');
    await expect(files.readText(A)).rejects.toThrow('no permission');
    expect(tries).toBe(2);
  });

  it('are found from the folder that a glob leads up to', async () => {
    const { server, client } = connected();
    const { finds } = answering(client, { [A]: '' });
    const files = clientFiles(server);
    expect(await files.glob(A, '../data/*.jsonl')).toEqual([A]);
    await files.glob(A, './x.yaml');
    expect(finds).toEqual([
      { folder: 'vscode-vfs://github/o/', pattern: 'data/*.jsonl' },
      { folder: 'vscode-vfs://github/o/r/', pattern: 'x.yaml' },
    ]);
  });

  it('have one spelling', () => {
    const { canonical } = clientFiles(connected().server);
    expect(canonical("memfs:/a (1)/b's.rbr.yaml")).toBe('memfs:/a%20%281%29/b%27s.rbr.yaml');
    expect(canonical('memfs:/a%20%281%29/b%27s.rbr.yaml')).toBe('memfs:/a%20%281%29/b%27s.rbr.yaml');
    expect(canonical('vscode-remote://host:80/c:/x')).toBe('vscode-remote://host:80/c%3A/x');
    expect(canonical('memfs:/100%')).toBe('memfs:/100%');
  });
});

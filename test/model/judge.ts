/** The language model on a server of others' making, as a process of its own, with a proxy before it that records. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { modelFile, PYTHON, SERVERS, type ServerName } from './environment.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

export interface Judge extends RecordingProxy {
  /** The server itself, past the proxy. */
  readonly direct: string;
}

const START_MS = 90_000;

/** `options`: further options of the server. */
export async function startJudge(name: ServerName, options: readonly string[] = []): Promise<Judge> {
  const port = await freePort();
  const child = spawn(PYTHON, [SERVERS[name].script, modelFile(), String(port), ...options], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Threads that wait by spinning take a busy machine's cores from each other.
    env: { ...process.env, OMP_WAIT_POLICY: 'passive', OMP_NUM_THREADS: '2' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (data) => {
      said = `${said}${data}`.slice(-4000);
    });
  const direct = `http://127.0.0.1:${port}/v1`;
  await answers(direct, child, () => said);
  const proxy = await startRecordingProxy(direct);
  return {
    ...proxy,
    direct,
    async stop() {
      await proxy.stop();
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function answers(baseUrl: string, child: ChildProcess, said: () => string): Promise<void> {
  const until = Date.now() + START_MS;
  while (child.exitCode === null && Date.now() < until) {
    const isThere = await fetch(`${baseUrl}/models`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) return;
    await sleep(200);
  }
  child.kill('SIGKILL');
  throw new Error(`The model's server did not start:\n${said()}`);
}

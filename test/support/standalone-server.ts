import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./model-server/run-standalone.mts', import.meta.url));

export interface StandaloneServer {
  readonly baseUrl: string;
  /** Since they were asked for last. */
  figures(): Promise<Figures>;
  /** Ends it; the figures since they were asked for last. */
  stop(): Promise<Figures>;
}

export interface Figures {
  /** Answered. */
  readonly calls: number;
  readonly maxInFlight: number;
  /** From the first request to the last answer. */
  readonly spanMs: number;
}

/** The stand-in as a process of its own. */
export async function startStandalone(options: {
  latencyMs: number;
  log?: string;
}): Promise<StandaloneServer> {
  const args = ['--latency', String(options.latencyMs), ...(options.log ? ['--log', options.log] : [])];
  const child: ChildProcess = spawn(process.execPath, [SCRIPT, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const { value: baseUrl } = await lines.next();
  return {
    baseUrl: baseUrl as string,
    async figures() {
      // A connection of its own: one that is kept may be closed while this process waits for another.
      const asked = get(`${baseUrl}/figures`, { agent: false });
      const [response] = await once(asked, 'response');
      return (await json(response)) as Figures;
    },
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const { value } = await lines.next();
      await exited;
      return JSON.parse(value as string);
    },
  };
}

import { fileURLToPath } from 'node:url';
import { Client, type VersionNegotiationMode } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const RBR = fileURLToPath(new URL('../../dist/rbr.cjs', import.meta.url));

export interface McpOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** `legacy`: the handshake of 2025; `auto`: the newest protocol that both know. */
  readonly mode?: VersionNegotiationMode;
}

/** `rbr mcp` in its own process, spoken to by the protocol's official client. What it says on stderr is collected. */
export async function startMcp(
  root: string,
  { args = [], env = {}, mode = 'legacy' }: McpOptions = {},
): Promise<{ client: Client; said: () => string; pid: number }> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [RBR, 'mcp', '--root', root, ...args],
    env: { PATH: process.env.PATH ?? '', ...env },
    stderr: 'pipe',
  });
  let said = '';
  transport.stderr?.on('data', (data) => {
    said += data;
  });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(transport);
  return { client, said: () => said, pid: transport.pid ?? 0 };
}

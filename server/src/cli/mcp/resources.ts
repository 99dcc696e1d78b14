import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { CODES, isCode } from '../../checks/codes.ts';
import { NOTICE } from '../../tools/quoted.ts';
import { type ToolContext, ToolError } from '../../tools/tool.ts';

const FINDINGS = 'rbr://findings/';
const MARKDOWN = 'text/markdown';
const YAML = 'application/yaml';

/** The pages of findings, and the policies under the root as they are. */
export function addResources(server: McpServer, context: ToolContext): void {
  server.registerResource(
    'findings',
    new ResourceTemplate(`${FINDINGS}{code}`, {
      list: () => ({
        resources: Object.keys(CODES).map((code) => ({
          name: code,
          uri: FINDINGS + code,
          mimeType: MARKDOWN,
        })),
      }),
    }),
    { title: 'Findings', description: 'What a finding means and how to mend it.', mimeType: MARKDOWN },
    async ({ href }, { code }) => {
      const text = typeof code === 'string' && isCode(code) ? await context.page(code) : undefined;
      if (text === undefined) throw new ResourceNotFoundError(href);
      return { contents: [{ uri: href, mimeType: MARKDOWN, text }] };
    },
  );
  server.registerResource(
    'policies',
    new ResourceTemplate('file://{+path}', {
      list: async () => {
        const uris = (await context.workspace.policyUris()).filter((uri) => context.reach.holds(uri));
        return {
          resources: uris.map((uri) => ({ name: context.reach.show(uri), uri, mimeType: YAML })),
        };
      },
    }),
    { title: 'Policies', description: `A policy as it is written. ${NOTICE}`, mimeType: YAML },
    async ({ href }) => {
      const text = await policyText(context, href);
      if (text === undefined) throw new ResourceNotFoundError(href);
      return { contents: [{ uri: href, mimeType: YAML, text }] };
    },
  );
}

/** Policies alone: this is no way to read other files. */
async function policyText({ reach, workspace }: ToolContext, href: string): Promise<string | undefined> {
  try {
    const uri = await reach.resolve(href);
    return workspace.kindOf(uri) === 'policy' ? await workspace.readText(uri) : undefined;
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

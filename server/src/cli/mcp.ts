import { version } from '../../../package.json';
import { findingPages } from '../workspace/finding-pages.ts';
import { Grading } from '../workspace/grading.ts';
import { ModelGrading } from '../workspace/model-grading.ts';
import { nodeFiles } from '../workspace/node-files.ts';
import { nodeModels } from '../workspace/node-models.ts';
import { Workspace } from '../workspace/workspace.ts';
import { modelSetupOf } from './mcp/model-setup.ts';
import { openRoot } from './mcp/root.ts';
import type { ModelOptions } from './model/options.ts';
import { EXIT, note } from './output.ts';

export interface McpOptions extends ModelOptions {
  readonly root: string;
  readonly grader: 'embedded' | 'openai';
}

/** `rbr mcp`: the tools for assistants, over the Model Context Protocol. */
export async function mcp(options: McpOptions): Promise<void> {
  const { uri, reach, files } = await openRoot(options.root);
  const workspace = new Workspace(files);
  workspace.setFolders([uri]);
  const models = new ModelGrading(workspace, nodeModels().openStore);
  if (options.grader === 'openai') models.setUp(modelSetupOf(options));
  const grading = new Grading(workspace, { onChange: () => undefined });
  const pages = nodeFiles();
  // The protocol's library is large, and no other command needs it.
  const { serve } = await import('./mcp/serve.ts');
  note(`rbr mcp: looking into ${options.root}, grader ${options.grader}`);
  await serve(
    {
      workspace,
      graders: { grading, models },
      reach,
      page: (code) => pages.readText(`${findingPages()}${code}.md`),
    },
    version,
  );
  models.dispose();
  // What is being learnt is for nobody any more.
  process.exit(EXIT.fine);
}

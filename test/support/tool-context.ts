import { memoryAnswerStore } from '../../server/src/grader/llm/store/answer-store.ts';
import { folderReach } from '../../server/src/tools/folder-reach.ts';
import type { ToolContext } from '../../server/src/tools/tool.ts';
import { Grading } from '../../server/src/workspace/grading.ts';
import { ModelGrading } from '../../server/src/workspace/model-grading.ts';
import { Workspace } from '../../server/src/workspace/workspace.ts';
import { memoryFiles } from './memory-files.ts';

/** What tools work on, over files in memory, all of them in the one folder `file:///w`. */
export function toolContext(texts: Readonly<Record<string, string>>): ToolContext {
  const files = memoryFiles(
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [`file:///w/${name}`, text])),
  );
  const workspace = new Workspace(files);
  workspace.setFolders(['file:///w']);
  return {
    workspace,
    graders: {
      grading: new Grading(workspace, { onChange: () => undefined }),
      models: new ModelGrading(workspace, memoryAnswerStore),
    },
    reach: folderReach(workspace, files),
    page: async (code) => `# ${code}`,
  };
}

/** Nobody cancels. */
export const ON: AbortSignal = new AbortController().signal;

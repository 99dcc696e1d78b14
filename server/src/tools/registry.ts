import { checkTool } from './check.ts';
import { explainTool } from './explain.ts';
import { gradeTool } from './grade.ts';
import { suggestTool } from './suggest.ts';
import type { Tool } from './tool.ts';

/** All there is for an assistant, in the order in which it is shown. */
export const TOOLS: readonly Tool[] = [checkTool, gradeTool, explainTool, suggestTool];

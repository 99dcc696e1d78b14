import * as vscode from 'vscode';
import { TOOL_NAMES } from '../../../server/src/language/protocol-tools.ts';
import type { Connection } from '../connection.ts';
import { ServerTool } from './server-tool.ts';

/** Gives the assistants of this editor the tools that package.json describes. */
export function registerTools(connection: Connection): vscode.Disposable {
  // Editors that are built on VS Code may lack it.
  if (typeof vscode.lm?.registerTool !== 'function') return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(
    ...TOOL_NAMES.map((name) => vscode.lm.registerTool(name, new ServerTool(connection, name))),
  );
}

import * as vscode from 'vscode';
import {
  TOOL_PLAN_REQUEST,
  TOOL_REQUEST,
  type ToolName,
} from '../../../server/src/language/protocol-tools.ts';
import type { Connection } from '../connection.ts';
import { readSettings } from '../grading/settings.ts';
import { shortened } from './shortened.ts';
import { confirmation, invocation } from './words.ts';

/** What the editor checks against the tool's schema; the server checks it again. */
type Input = Readonly<Record<string, unknown>>;

/** A tool of the server, for the assistants of this editor. */
export class ServerTool implements vscode.LanguageModelTool<Input> {
  readonly #connection: Connection;
  readonly #name: ToolName;

  constructor(connection: Connection, name: ToolName) {
    this.#connection = connection;
    this.#name = name;
  }

  /** The user is asked before a model is, since an assistant calls as often as it likes. */
  async prepareInvocation(
    { input }: vscode.LanguageModelToolInvocationPrepareOptions<Input>,
    token: vscode.CancellationToken,
  ): Promise<vscode.PreparedToolInvocation> {
    const invocationMessage = invocation(this.#name, input);
    // A call that cannot be planned fails by itself, and says why.
    const plan = await this.#connection
      .ask(TOOL_PLAN_REQUEST, { name: this.#name, input }, token)
      .catch(() => null);
    if (!plan || plan.calls === 0 || readSettings().confirm === 'never') return { invocationMessage };
    return { invocationMessage, confirmationMessages: confirmation(plan) };
  }

  async invoke(
    { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<Input>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const { text, isError } = await this.#connection.ask(TOOL_REQUEST, { name: this.#name, input }, token);
    if (isError) throw new Error(text);
    const fitting = tokenizationOptions ? await shortened(text, tokenizationOptions, token) : text;
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(fitting)]);
  }
}

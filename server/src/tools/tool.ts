import type { Static, TObject } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Graders } from '../workspace/sample-grades.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Which files a tool may look at, and how their names are written. The door decides. */
export interface Reach {
  /** The URI that a path or URI of an input names. Throws a `ToolError` where it may not be looked at. */
  resolve(written: string): Promise<string>;
  /** A URI as the reader of an answer would write it. */
  show(uri: string): string;
  /** Whether text at a URI may be quoted: a policy in reach may extend one that is not. */
  holds(uri: string): boolean;
}

/** What the tools work on, the same for every door. */
export interface ToolContext {
  readonly workspace: Workspace;
  readonly graders: Graders;
  readonly reach: Reach;
  /** The page of a finding's code. */
  page(code: string): Promise<string | undefined>;
  /** Told how far a long call is. */
  readonly progress?: (message: string, done: number, total: number) => void;
}

/** What a call would ask of a model that may cost money. */
export interface ToolPlan {
  readonly grader: string;
  readonly completions: number;
  readonly calls: number;
  readonly cached: number;
  readonly tokens: number;
  /** US dollars; null: the price is not known. */
  readonly costUsd: number | null;
}

export interface ToolAnswer {
  /** For a model to read. */
  readonly text: string;
  /** The same as data, of the tool's output schema; not there where the call failed. */
  readonly structured?: object;
  readonly isError: boolean;
}

/** What an assistant may call. All tools only look: none writes a file. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** For a model: what it gets, and when to call it. */
  readonly description: string;
  readonly input: TObject;
  readonly output: TObject;
  /** Whether it may ask a model that the user has set up. */
  readonly asksModel: boolean;
  call(context: ToolContext, input: unknown, signal: AbortSignal): Promise<ToolAnswer>;
  /** Undefined where no model would be asked. */
  plan(context: ToolContext, input: unknown): Promise<ToolPlan | undefined>;
}

interface Definition<Input extends TObject, Output extends TObject>
  extends Omit<Tool, 'call' | 'plan' | 'input' | 'output'> {
  readonly input: Input;
  readonly output: Output;
  run(
    context: ToolContext,
    input: Static<Input>,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly structured: Static<Output> }>;
  plan?(context: ToolContext, input: Static<Input>): Promise<ToolPlan | undefined>;
}

/** A fault of the call that the caller can mend: the message names the place and the cure. */
export class ToolError extends Error {}

/** A tool whose input is checked before it runs, and whose failures are answers. Only a cancelled call rejects. */
export function defineTool<Input extends TObject, Output extends TObject>({
  run,
  plan,
  ...rest
}: Definition<Input, Output>): Tool {
  const { input: schema, name } = rest;
  const isInput = (input: unknown): input is Static<Input> => Check(schema, input);
  return {
    ...rest,
    async call(context, input, signal) {
      try {
        if (!isInput(input)) throw new ToolError(whatIsWrong(name, schema, input));
        return { ...(await run(context, input, signal)), isError: false };
      } catch (error) {
        if (signal.aborted) throw error;
        return { text: wordsOf(name, error), isError: true };
      }
    },
    async plan(context, input) {
      return isInput(input) ? plan?.(context, input) : undefined;
    },
  };
}

function whatIsWrong(name: string, schema: TObject, input: unknown): string {
  const wrong = Errors(schema, input ?? null).map(({ instancePath, message }) => {
    const at = instancePath.slice(1).replaceAll('/', '.');
    return at === '' ? message : `\`${at}\` ${message}`;
  });
  return `The input of ${name} is not as its schema says: ${[...new Set(wrong)].join('; ')}. It takes: ${Object.keys(schema.properties).join(', ')}.`;
}

function wordsOf(name: string, error: unknown): string {
  if (error instanceof ToolError) return error.message;
  // Where in the program it happened is no help to who called it.
  return `${name} could not go on: ${error instanceof Error ? error.message : String(error)}`;
}

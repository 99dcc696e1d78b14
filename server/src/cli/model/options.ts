import { type Command, Option } from 'commander';
import { UsageError } from '../output.ts';
import { bodyField, headerLine, type RequestFlags } from './request.ts';

/** How a model is reached and asked, as it stands on the command line. */
export interface ModelOptions extends RequestFlags {
  readonly model?: string;
  readonly baseUrl: string;
  readonly mode: 'auto' | 'logprobs' | 'votes' | 'structured';
  readonly votes?: number;
  readonly order?: 'conversation-first' | 'question-first';
  readonly ask: 'all' | 'deciding';
  readonly repeats: number;
  readonly concurrency: number;
  readonly timeout: number;
  readonly caFile?: string;
  readonly budgetUsd?: number;
  readonly maxCalls?: number;
  readonly price?: { readonly input: number; readonly output: number };
}

export const OPENAI = 'https://api.openai.com/v1';

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new UsageError(`"${text}" is not a whole number from ${least} to ${most}.`);
    return value;
  };

function money(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new UsageError(`"${text}" is not an amount in US dollars.`);
  return value;
}

/** `input,output`: US dollars per million tokens. */
export function readPrice(text: string): { input: number; output: number } {
  const parts = text.split(',');
  if (parts.length !== 2)
    throw new UsageError(
      `"${text}" is not a price: write US dollars per million input and output tokens, such as 0.4,1.6.`,
    );
  const [input, output] = parts.map(money) as [number, number];
  return { input, output };
}

/** Ports, separated by commas. */
export function portList(text: string): number[] {
  return text.split(',').map((each) => wholeNumber(1, 65_535)(each.trim()));
}

const HEADER = "--header <'Name: value'>";
const SAID_OF_HEADER = 'a further header of each request (repeat for more; or RBR_HEADERS, a JSON object)';

/** Adds the options of `rbr models`. */
export function withListOptions(command: Command): Command {
  return command
    .option('--base-url <url>', 'of this OpenAI-compatible address (default: of the servers on this machine)')
    .option('--ports <ports>', 'where to look on this machine, separated by commas', portList)
    .option(HEADER, SAID_OF_HEADER, headerLine)
    .option('--timeout <seconds>', 'for one answer', wholeNumber(1, 3600));
}

/** Adds the options of `--grader openai`. */
export function withModelOptions(command: Command): Command {
  return command
    .optionsGroup('With --grader openai:')
    .option('--model <name>', "the model to ask (default: the policy's `grader.model`)")
    .option('--base-url <url>', 'an OpenAI-compatible address', OPENAI)
    .addOption(
      new Option(
        '--mode <mode>',
        'how P(yes) is had; auto: log probabilities where the model gives them, else votes',
      )
        .choices(['auto', 'logprobs', 'votes', 'structured'])
        .default('auto'),
    )
    .option('--votes <n>', 'how many votes, where there are votes (default: 5)', wholeNumber(1, 100))
    .addOption(
      new Option('--order <order>', 'what stands first in a prompt, and is shared by many calls').choices([
        'conversation-first',
        'question-first',
      ]),
    )
    .addOption(
      new Option('--ask <which>', 'all that classes and weights read, or only what decides the class')
        .choices(['all', 'deciding'])
        .default('all'),
    )
    .option('--repeats <n>', 'grade so often, to see how much answers flicker', wholeNumber(1, 100), 1)
    .option(
      '--answer-tokens <n>',
      'tokens that an answer may take, reasoning included (default: as many as are found to be enough; or RBR_ANSWER_TOKENS)',
      wholeNumber(1, 1e6),
    )
    .option(
      '--reasoning-effort <effort>',
      'how long a model thinks that can be told so, such as none or low (or RBR_REASONING_EFFORT)',
    )
    .option(
      '--body <field=json>',
      'a further field of each request, such as chat_template_kwargs.enable_thinking=false, or a JSON object (repeat for more; or RBR_BODY)',
      bodyField,
    )
    .option(HEADER, SAID_OF_HEADER, headerLine)
    .option('--concurrency <n>', 'calls under way at most', wholeNumber(1, 1024), 16)
    .option('--timeout <seconds>', 'for one call', wholeNumber(1, 3600), 60)
    .option(
      '--ca-file <file>',
      'authorities (PEM) that are trusted besides the usual; a proxy is taken from HTTPS_PROXY, HTTP_PROXY, NO_PROXY',
    )
    .option('--budget-usd <amount>', 'stop before the run costs more; needs --price', money)
    .option(
      '--max-calls <n>',
      'stop after so many calls (default: 20000 where there is no budget)',
      wholeNumber(1, 1e9),
    )
    .option('--price <input,output>', 'US dollars per million tokens (or RBR_PRICE)', readPrice);
}

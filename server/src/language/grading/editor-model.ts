import * as l10n from '@vscode/l10n';
import { CancellationTokenSource, type Connection } from 'vscode-languageserver';
import {
  CallError,
  type CallErrorKind,
  type ChatModel,
  type ChatRequest,
} from '../../grader/llm/chat/chat.ts';
import { type ChatReply, readReply } from '../../grader/llm/chat/reply.ts';
import { LANGUAGE_MODEL_REQUEST, type LanguageModelParams } from '../protocol-grading.ts';
import { requestType } from '../typed.ts';

const REQUEST = requestType(LANGUAGE_MODEL_REQUEST);

/** Stands for the address in what is remembered: a model of the editor has none. */
const ADDRESS = 'editor';

/**
 * A language model of the editor, asked by way of the client. `wanted` empty: the first that the editor
 * offers. Which one that is, is asked first, since answers are remembered by the model's name.
 */
export async function openEditorModel(connection: Connection, wanted: string): Promise<ChatModel> {
  const which = await connection.sendRequest(REQUEST, { model: wanted, messages: [] });
  if ('error' in which) throw new Error(which.message);
  const { model } = which;
  return {
    address: ADDRESS,
    model,
    async send(request, signal) {
      const source = new CancellationTokenSource();
      const cancel = () => source.cancel();
      signal?.addEventListener('abort', cancel);
      try {
        if (signal?.aborted) throw new CallError('cancelled', l10n.t('Cancelled.'));
        const result = await connection.sendRequest(
          REQUEST,
          { model, messages: messagesOf(request) },
          source.token,
        );
        if (!('error' in result)) return { reply: replyOf(result.model, result.text) };
        // The editor's filter speaks for the judge: that is an answer, if not one of yes or no.
        if (result.error === 'blocked') return { reply: replyOf(model, '', result.message) };
        throw new CallError(KINDS[result.error], result.message);
      } catch (error) {
        if (signal?.aborted) throw new CallError('cancelled', l10n.t('Cancelled.'));
        if (error instanceof CallError) throw error;
        throw new CallError('server', error instanceof Error ? error.message : String(error));
      } finally {
        signal?.removeEventListener('abort', cancel);
        source.dispose();
      }
    },
  };
}

const KINDS: Readonly<Record<'none' | 'refused' | 'busy' | 'failed', CallErrorKind>> = {
  none: 'not_found',
  refused: 'forbidden',
  busy: 'rate_limit',
  failed: 'server',
};

/** The editor's models know no system messages. */
function messagesOf({ messages }: ChatRequest): LanguageModelParams['messages'] {
  return messages.map(({ role, content }) => ({
    role: role === 'assistant' ? 'assistant' : 'user',
    content: typeof content === 'string' ? content : '',
  }));
}

/** As a chat completion, so that it is kept and read like every other answer. */
function replyOf(model: string, content: string, refusal: string | null = null): ChatReply {
  const message = { role: 'assistant', content, refusal };
  const choice = { index: 0, finish_reason: 'stop', message, logprobs: null };
  return readReply({ object: 'chat.completion', model, choices: [choice] }) as ChatReply;
}

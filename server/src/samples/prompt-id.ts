import type { Turn } from '../policy/model.ts';

/** The same conversation is the same prompt, in whatever file it stands. */
export function promptIdOf(conversation: readonly Turn[]): string {
  return JSON.stringify(conversation.map(({ role, content }) => [role, content]));
}

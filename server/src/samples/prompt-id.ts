import { sha256Hex } from '#sha256';
import type { Turn } from '../policy/model.ts';

/**
 * Thirty-two hex digits of the conversation's SHA-256. The same conversation is the same prompt, in whatever
 * file it stands; a hash, because those who group by prompt hold one per prompt of a large file.
 */
export function promptIdOf(conversation: readonly Turn[]): string {
  const turns = JSON.stringify(conversation.map(({ role, content }) => [role, content]));
  return sha256Hex(turns).slice(0, 32);
}

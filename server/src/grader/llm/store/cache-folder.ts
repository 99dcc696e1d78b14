import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where answers are kept: the same file for every window and the command line of a user. `RBR_CACHE_DIR` names
 * another folder.
 */
export function answerStorePath(): string {
  const folder = process.env.RBR_CACHE_DIR ?? envPaths('rbr', { suffix: '' }).cache;
  return join(folder, 'answers.sqlite');
}

import { CODES, isCode } from '../../checks/codes.ts';
import { nearest } from '../../policy/nearest.ts';
import { inline } from '../quoted.ts';
import { type ToolContext, ToolError } from '../tool.ts';

/** The page of a finding: what it means, an example, how to mend it. It is ours, so it is not quoted. */
export async function pageOf(context: ToolContext, code: string): Promise<string> {
  if (!isCode(code)) {
    const near = nearest(code, Object.keys(CODES));
    throw new ToolError(
      `There is no finding "${inline(code)}"${near === undefined ? '' : `; did you mean "${near}"?`} The codes: ${Object.keys(CODES).join(', ')}.`,
    );
  }
  const page = await context.page(code);
  if (page === undefined)
    throw new ToolError(`The page of "${code}" is not where this program is installed.`);
  return page;
}

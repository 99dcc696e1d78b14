import Type from 'typebox';
import { oneOf } from './one-of.ts';
import { inline, NOTICE } from './quoted.ts';
import { SUBJECT, subjectOf } from './subject.ts';
import { CLOSABLE, closingsFor } from './suggest/closing.ts';
import { FIX, fixesFor } from './suggest/fixes.ts';
import { WEAK, weakestOf } from './suggest/labels.ts';
import { closableInWords, fixInWords, weakInWords } from './suggest/words.ts';
import { defineTool } from './tool.ts';

const ABOUT = ['fixes', 'labels', 'loopholes'] as const;
const EACH = 10;

/** What would make a policy better. It writes nothing. */
export const suggestTool = defineTool({
  name: 'rbr_suggest',
  title: 'Suggest improvements',
  description:
    'Suggests improvements of a Rule Based Rewards policy or samples file and writes nothing: for each finding the fixes that are proven to remove it and bring no other, as edits and as a unified diff; the propositions that the embedded grader grades worst, with the completions that are most worth a label; and the loopholes, each with the condition that would close it, tried on a copy, and the findings that the condition would bring. Apply what you choose with your own editing tools, then call rbr_check.',
  asksModel: false,
  input: Type.Object(
    {
      ...SUBJECT,
      about: Type.Optional(
        Type.Array(oneOf(ABOUT), { minItems: 1, maxItems: 3, description: 'Default: all three.' }),
      ),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 50, description: `How many of each. Default: ${EACH}.` }),
      ),
    },
    { additionalProperties: false },
  ),
  output: Type.Object({
    notice: Type.String(),
    file: Type.String(),
    fixes: Type.Optional(Type.Array(FIX)),
    labels: Type.Optional(Type.Array(WEAK)),
    loopholes: Type.Optional(Type.Array(CLOSABLE)),
  }),
  async run(context, { about = [...ABOUT], limit = EACH, ...named }, signal) {
    const subject = await subjectOf(context, named);
    const { reach } = context;
    const asked = new Set(about);
    const fixes = asked.has('fixes') ? await fixesFor(subject, reach, limit, signal) : undefined;
    const loopholes = asked.has('loopholes') ? await closingsFor(subject, reach, limit, signal) : undefined;
    const labels = asked.has('labels') ? await weakestOf(context, subject, limit, signal) : undefined;
    const file = inline(reach.show(subject.uri));
    const text = [
      `Suggestions for ${file}. Nothing was written.`,
      NOTICE,
      ...section('Fixes that are proven to work', fixes?.map(fixInWords)),
      ...section('Loopholes (for you to judge; none is an error)', loopholes?.map(closableInWords)),
      ...section('Propositions that are graded worst offline', labels?.map(weakInWords)),
    ].join('\n\n');
    const structured = {
      notice: NOTICE,
      file,
      ...(fixes && { fixes }),
      ...(labels && { labels }),
      ...(loopholes && { loopholes }),
    };
    return { text, structured };
  },
});

function section(title: string, parts: readonly string[] | undefined): string[] {
  if (!parts) return [];
  return [`${title}: ${parts.length === 0 ? 'none' : parts.length}`, ...parts];
}

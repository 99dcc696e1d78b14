import { type Hover, MarkupKind } from 'vscode-languageserver-types';
import type { GradingContext } from '../grades/graded.ts';
import { completionAt, namedAt } from '../names/named.ts';
import { describeCompletion } from './hover-completion.ts';
import { describeNamed } from './hover-policy.ts';
import { propositionQuality } from './quality.ts';

export async function hover(
  { workspace, grading, waitMs }: GradingContext,
  uri: string,
  offset: number,
): Promise<Hover | null> {
  const named = await namedAt(workspace, uri, offset);
  if (named) {
    // What has been learnt is shown where it is there; a definition does not wait for it.
    const learnt =
      named.kind === 'proposition' ? await grading.learnt(named.policy, undefined, 0) : undefined;
    return toHover(describeNamed(named, propositionQuality(learnt, named.name)));
  }
  const completion = await completionAt(workspace, uri, offset);
  return completion
    ? toHover(await describeCompletion({ workspace, grading, waitMs }, uri, completion))
    : null;
}

function toHover(value: string | undefined): Hover | null {
  return value === undefined ? null : { contents: { kind: MarkupKind.Markdown, value } };
}

import Type from 'typebox';
import type { PolicyState, Workspace } from '../workspace/workspace.ts';
import { inline, listed } from './quoted.ts';
import { type ToolContext, ToolError } from './tool.ts';

/** The part of an input that names a file or gives a draft of one. */
export const SUBJECT = {
  file: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 4096,
      description:
        'A policy (*.rbr.yaml) or samples file (*.samples.yaml): its path in the workspace, or its URI. For a draft, the path that it would have.',
    }),
  ),
  text: Type.Optional(
    Type.String({
      maxLength: 1_000_000,
      description:
        'The text of a draft that is not saved; it is taken in place of what is in `file`, so that `extends` and names resolve. Nothing is written.',
    }),
  ),
};

/** A file to work on, as it is or as a draft would have it. */
export interface Subject {
  readonly uri: string;
  readonly kind: 'policy' | 'samples';
  /** With the draft over the file. */
  readonly workspace: Workspace;
  readonly isDraft: boolean;
}

const DRAFT = 'draft.rbr.yaml';

/** Throws a `ToolError` with the cure where there is no such file. */
export async function subjectOf(
  { workspace, reach }: Pick<ToolContext, 'workspace' | 'reach'>,
  { file, text }: { readonly file?: string; readonly text?: string },
): Promise<Subject> {
  if (file === undefined && text === undefined)
    throw new ToolError(
      `Name a \`file\`, or give the \`text\` of a draft. ${await filesThere(workspace, reach)}`,
    );
  const uri = await reach.resolve(file ?? DRAFT);
  const kind = workspace.kindOf(uri);
  if (kind === 'other')
    throw new ToolError(
      `${inline(reach.show(uri))} is neither a policy (*.rbr.yaml) nor a samples file (*.samples.yaml). ${await filesThere(workspace, reach)}`,
    );
  if (text === undefined && (await workspace.readText(uri)) === undefined)
    throw new ToolError(`There is no file ${inline(reach.show(uri))}. ${await filesThere(workspace, reach)}`);
  const subject: Subject =
    text === undefined
      ? { uri, kind, workspace, isDraft: false }
      : { uri, kind, workspace: workspace.withTexts(new Map([[uri, text]])), isDraft: true };
  await expectInReach(subject, reach);
  return subject;
}

/** What a policy extends, and its samples, may lie anywhere: an assistant sees none of what it could not name. */
async function expectInReach(subject: Subject, reach: ToolContext['reach']): Promise<void> {
  const state = await stateOf(subject);
  if (!state) return;
  const drawn = [
    ...state.files.map(({ source }) => source.uri),
    ...(await subject.workspace.samplesOf(state)),
  ];
  const outside = drawn.find((uri) => !reach.holds(uri));
  if (outside !== undefined)
    throw new ToolError(
      `${inline(reach.show(subject.uri))} draws on ${inline(reach.show(outside))}, which is outside the folders of this workspace: open that file, or add its folder to the workspace.`,
    );
}

function stateOf({ uri, kind, workspace }: Subject): Promise<PolicyState | undefined> {
  return kind === 'samples' ? workspace.policyOfSamples(uri) : workspace.policy(uri);
}

/** The policy that a subject is or is about. Throws a `ToolError` with the cure where there is none. */
export async function policyOf(subject: Subject): Promise<PolicyState> {
  const state = await stateOf(subject);
  if (!state)
    throw new ToolError('No policy for these samples: name one with `policy: <file>.rbr.yaml` at their top.');
  return state;
}

/** More names than these help nobody. */
const LISTED = 10;

/** What can be named, for whoever named what is not there. */
async function filesThere(workspace: Workspace, reach: ToolContext['reach']): Promise<string> {
  const list = (uris: readonly string[]) =>
    listed(
      uris.filter((uri) => reach.holds(uri)).map((uri) => reach.show(uri)),
      LISTED,
    );
  const [policies, samples] = await Promise.all([workspace.policyUris(), workspace.samplesUris()]);
  return `Policies here: ${list(policies)}. Samples: ${list(samples)}.`;
}

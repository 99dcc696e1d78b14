import Type, { type Static } from 'typebox';
import { LABELS_NEEDED } from '../../grader/embedded/gate.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { responseTypeOf } from '../../samples/names.ts';
import { Grading, gradeHonestly, type Learnt } from '../../workspace/grading.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { abortable } from '../grading/abortable.ts';
import { Places } from '../places.ts';
import { inline } from '../quoted.ts';
import { policyOf, type Subject } from '../subject.ts';
import type { ToolContext } from '../tool.ts';

/** A proposition that the embedded grader grades badly, and the labels that would help it most. */
export const WEAK = Type.Object({
  proposition: Type.String(),
  labels: Type.Integer(),
  positives: Type.Integer(),
  reliable: Type.Boolean({
    description: 'False: too few labels; its grades put completions in an order at best.',
  }),
  auroc: Type.Union([Type.Number(), Type.Null()], {
    description: 'Cross-validated by prompt; 0.5 is chance.',
  }),
  wanted: Type.String({ description: 'Which labels would help.' }),
  toLabel: Type.Array(
    Type.Object({
      id: Type.String(),
      file: Type.String(),
      line: Type.Integer(),
      p: Type.Union([Type.Number(), Type.Null()]),
    }),
    {
      description:
        'Completions without this label from which most would be learnt, best first. P is the grader’s guess.',
    },
  ),
});

/** Below this, more labels or cues are worth their trouble. */
const GOOD_AUROC = 0.85;
const TO_LABEL = 5;

/** The weakest propositions first, at most `limit`. */
export async function weakestOf(
  context: ToolContext,
  subject: Subject,
  limit: number,
  signal: AbortSignal,
): Promise<Static<typeof WEAK>[]> {
  const { workspace } = subject;
  const state = await policyOf(subject);
  // What is learnt for a draft must not take the place of what is learnt for the file.
  const grading = subject.isDraft
    ? new Grading(workspace, { onChange: () => undefined })
    : context.graders.grading;
  context.progress?.('Learning from the labelled samples', 0, 1);
  const learnt = await abortable(grading.validated(state, undefined), signal);
  if (!learnt) return [];
  const completions = await workspace.completionsOf(state);
  const places = new Places(workspace, context.reach);
  const weak = [...learnt.model.propositions].flatMap(([name, { labels, positives }]) => {
    const quality = learnt.crossValidation?.quality[name];
    const reliable = quality?.reliable ?? false;
    const auroc = reliable ? (quality?.auroc ?? null) : null;
    return reliable && auroc !== null && auroc >= GOOD_AUROC
      ? []
      : [{ name, labels, positives, reliable, auroc }];
  });
  const rarer = ({ labels, positives }: (typeof weak)[number]) => Math.min(positives, labels - positives);
  weak.sort(
    (a, b) =>
      Number(a.reliable) - Number(b.reliable) ||
      (a.reliable ? (a.auroc ?? 0) - (b.auroc ?? 0) : rarer(a) - rarer(b)),
  );
  return Promise.all(
    weak.slice(0, limit).map(async ({ name, ...counts }) => ({
      proposition: inline(name),
      ...counts,
      wanted: wantedInWords(counts),
      toLabel: await worthLabelling(state, learnt, completions, name, counts, places),
    })),
  );
}

interface Counts {
  readonly labels: number;
  readonly positives: number;
  readonly reliable: boolean;
}

function wantedInWords({ labels, positives, reliable }: Counts): string {
  if (reliable) return 'labels of completions that the grader is unsure of, or cues';
  const short = (have: number, answer: string) =>
    have < LABELS_NEEDED ? [`${LABELS_NEEDED - have} more labelled ${answer}`] : [];
  return [...short(positives, 'yes'), ...short(labels - positives, 'no')].join(' and ');
}

async function worthLabelling(
  { policy, logic }: PolicyState,
  learnt: Learnt,
  completions: readonly SampleCompletion[],
  name: string,
  { labels, positives, reliable }: Counts,
  places: Places,
): Promise<Static<typeof WEAK>['toLabel']> {
  const isRead = (completion: SampleCompletion) => {
    const type = responseTypeOf(completion, policy);
    return type !== undefined && logic.responseType(type)?.propositions.includes(name) === true;
  };
  const guessed = await Promise.all(
    completions
      .filter((each) => each.labels[name] === undefined && isRead(each))
      .map(async (completion) => {
        const graded = await gradeHonestly(learnt, completion);
        return { completion, p: graded?.grades[name]?.p ?? null };
      }),
  );
  const threshold = policy.propositions.get(name)?.threshold ?? 0.5;
  const wantsYes = positives <= labels - positives;
  // Where one answer is rare, the likeliest cases of it; else those that are hardest to tell.
  const worth = (p: number | null) => {
    if (p === null) return Number.NEGATIVE_INFINITY;
    return reliable ? -Math.abs(p - threshold) : wantsYes ? p : -p;
  };
  guessed.sort((a, b) => worth(b.p) - worth(a.p));
  return Promise.all(
    guessed.slice(0, TO_LABEL).map(async ({ completion, p }) => {
      const { file, line } = await places.at(completion.places.whole);
      return { id: inline(completion.id), file, line, p };
    }),
  );
}

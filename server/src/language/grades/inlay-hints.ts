import * as l10n from '@vscode/l10n';
import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import { AnswerTally, missingInWords } from '../../grader/missing.ts';
import type { SourceText, Span } from '../../policy/source.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { PolicyState } from '../../workspace/workspace.ts';
import { classCounts } from './class-counts.ts';
import { type GradingContext, gradeForEditor } from './graded.ts';

/** What a reader would have to look up elsewhere, at the end of what it is about. */
export async function inlayHints(context: GradingContext, uri: string, range: Range): Promise<InlayHint[]> {
  const { workspace } = context;
  if (workspace.kindOf(uri) === 'policy') {
    const state = await workspace.policy(uri);
    return state ? policyHints(state, await workspace.completionsOf(state), range) : [];
  }
  const file = workspace.kindOf(uri) === 'samples' ? await workspace.samplesFile(uri) : undefined;
  if (!file) return [];
  const inRange = file.completions.filter(({ places }) => isIn(file.source, places.whole.span, range));
  const hints = await Promise.all(inRange.map((each) => verdict(context, file.source, each)));
  return hints.flat();
}

/** The rank of a class beside its name, and how many labelled completions are in it, by response type. */
function policyHints(
  state: PolicyState,
  completions: readonly SampleCompletion[],
  range: Range,
): InlayHint[] {
  const file = state.files.at(-1);
  const classes = file?.data?.fields.completion_classes?.value.entries ?? [];
  if (!file) return [];
  const { source } = file;
  const order = state.policy.classOrder.map((name) => name.text);
  const counts = classCounts(state, completions);
  return classes.flatMap(({ key, value }) => {
    const rank = order.indexOf(key.value);
    return [
      ...(rank === -1 ? [] : [hint(source, key.span, l10n.t('{0} of {1}', rank + 1, order.length))]),
      ...value.entries.flatMap((ofType) => {
        const ofClasses = counts.get(ofType.key.value);
        if (!ofClasses) return [];
        const count = ofClasses.get(key.value) ?? 0;
        return [
          hint(source, ofType.key.span, count === 1 ? l10n.t('1 sample') : l10n.t('{0} samples', count)),
        ];
      }),
    ].filter(({ position }) => range.start.line <= position.line && position.line <= range.end.line);
  });
}

/** After the expected class: what the grader says, as far as it is known without waiting. */
async function verdict(
  context: GradingContext,
  source: SourceText,
  completion: SampleCompletion,
): Promise<InlayHint[]> {
  const place = completion.places.expectedClass;
  if (!place) return [];
  const result = await gradeForEditor({ ...context, waitMs: 0 }, source.uri, completion);
  if (!('breakdown' in result)) return [];
  const { predictedClass, expectedClass, classes, propositions, grader } = result.breakdown;
  if (predictedClass === null) {
    // The embedded grader has no answer where nothing is labelled yet; that stands over the policy.
    if (grader.kind !== 'openai') return [];
    const tally = new AnswerTally();
    const read = propositions.filter(({ relevant }) => relevant);
    tally.add(
      Object.fromEntries(read.map(({ name, grade }) => [name, grade])),
      read.map(({ name }) => name),
    );
    const position = source.positionAt(place.span.end);
    const tooltip = missingInWords(tally.counts);
    return [{ position, label: l10n.t('? no verdict'), paddingLeft: true, tooltip }];
  }
  const p = classes.find(({ name }) => name === predictedClass)?.probability ?? 0;
  const sure = p.toFixed(2);
  return [
    {
      position: source.positionAt(place.span.end),
      label:
        predictedClass === expectedClass
          ? l10n.t('✓ graded so, {0}', sure)
          : l10n.t('✗ graded {0}, {1}', predictedClass, sure),
      paddingLeft: true,
      tooltip: result.breakdown.grader.summary,
    },
  ];
}

/** After the colon of a key. */
function hint(source: SourceText, { end }: Span, label: string): InlayHint {
  const colon = source.text[end] === ':' ? end + 1 : end;
  return { position: source.positionAt(colon), label, kind: InlayHintKind.Type, paddingLeft: true };
}

function isIn(source: SourceText, { start, end }: Span, range: Range): boolean {
  return source.positionAt(start).line <= range.end.line && source.positionAt(end).line >= range.start.line;
}

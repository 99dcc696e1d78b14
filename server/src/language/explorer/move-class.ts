import * as l10n from '@vscode/l10n';
import type { PolicyState } from '../../workspace/workspace.ts';
import { sourceIn } from '../names/definition.ts';
import type { MoveClassParams, MoveClassResult } from '../protocol-explorer.ts';

/** The edits that move a class in `completion_class_order`: the names change places, and all that stands around them stays. */
export function moveClass(
  state: PolicyState,
  { name, before }: Pick<MoveClassParams, 'name' | 'before'>,
): MoveClassResult {
  const order = state.policy.classOrder;
  const names = order.map(({ text }) => text);
  if (!names.includes(name))
    return { reason: l10n.t('"{0}" is not in completion_class_order: name it there first.', name) };
  const others = names.filter((each) => each !== name);
  const at = before === undefined ? others.length : others.indexOf(before);
  if (at === -1)
    return { reason: l10n.t('"{0}" is not in completion_class_order: name it there first.', before ?? '') };
  const wanted = others.toSpliced(at, 0, name);
  const uri = order[0]?.place.uri ?? state.uri;
  const source = sourceIn(state)(uri);
  if (!source) return { reason: l10n.t('The file of completion_class_order cannot be read.') };
  // As it is written, quotes and all.
  const written = new Map(
    order.map(({ text, place: { span } }) => [text, source.text.slice(span.start, span.end)]),
  );
  const edits = order.flatMap(({ text, place }, index) => {
    const wantedName = wanted[index] as string;
    return wantedName === text
      ? []
      : [{ range: source.range(place.span), newText: written.get(wantedName) ?? wantedName }];
  });
  return { uri, edits };
}

import { addItem, endOf, insert, replace } from '../../policy/edit/entries.ts';
import type { TextEdit } from '../../policy/finding.ts';
import type { PolicyFile } from '../../policy/parse.ts';

/** Names a sample file in `samples:` of a policy: it is then checked, and learnt from. `path` as seen from the policy. */
export function nameSamples({ source, data }: PolicyFile, path: string): TextEdit {
  const item = JSON.stringify(path);
  const field = data?.fields.samples;
  if (field?.value.kind === 'list') return addItem(source, field.value, item);
  if (field) {
    const { span } = field.value;
    const end = endOf(source, span);
    return replace(source, { start: span.start, end }, `[${source.text.slice(span.start, end)}, ${item}]`);
  }
  const gap = source.text === '' || source.text.endsWith('\n') ? '' : '\n';
  return insert(source, source.text.length, `${gap}\nsamples:\n  - ${item}\n`);
}

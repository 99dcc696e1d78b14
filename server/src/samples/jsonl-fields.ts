import * as l10n from '@vscode/l10n';

/** One JSON object, as it came. */
export type Row = Readonly<Record<string, unknown>>;

/** What is wrong with a line, as the rest of a sentence that begins with the line. */
export class LineFault extends Error {}

/** The object that a line is; throws `LineFault`. */
export function parseObject(text: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // What Windows shells write; its zero bytes give it away.
    if (text.includes('\0')) {
      throw new LineFault(l10n.t('is not UTF-8 but looks like UTF-16; save the file as UTF-8'));
    }
    if (/^\s*[[{]\s*$/.test(text)) {
      throw new LineFault(
        l10n.t('only begins a JSON value; JSONL has one object a line (`jq -c .` writes it)'),
      );
    }
    throw new LineFault(l10n.t('is not JSON ({0})', error instanceof Error ? error.message : String(error)));
  }
  if (Array.isArray(value)) {
    throw new LineFault(l10n.t('is a list; JSONL has one object a line (`jq -c ".[]"` writes it)'));
  }
  if (!isObject(value)) throw new LineFault(l10n.t('is not a JSON object'));
  return value;
}

/** A text; undefined where there is none or it is null. */
export function textOf(row: Row, key: string): string | undefined {
  const value = row[key] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw new LineFault(l10n.t('has a `{0}` that is not a text', key));
}

/** A number; undefined where there is none or it is null. */
export function numberOf(row: Row, key: string): number | undefined {
  const value = row[key] ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new LineFault(l10n.t('has a `{0}` that is not a number', key));
}

/** Only true and false are labels: null, or nothing, is not labelled. */
export function labelsOf(value: unknown): Record<string, boolean> {
  if (value === undefined || value === null) return {};
  if (!isObject(value))
    throw new LineFault(l10n.t('has `propositions` (or `labels`) that are not an object of true and false'));
  const labels: Record<string, boolean> = {};
  for (const [name, label] of Object.entries(value)) {
    if (typeof label === 'boolean') labels[name] = label;
    else if (label !== null)
      throw new LineFault(l10n.t('has a label for "{0}" that is neither true nor false', name));
  }
  return labels;
}

export function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

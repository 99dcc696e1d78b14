import * as l10n from '@vscode/l10n';
import { replace } from '../policy/edit/entries.ts';
import type { Finding, TextEdit } from '../policy/finding.ts';
import { nearest } from '../policy/nearest.ts';
import type { SourceText } from '../policy/source.ts';
import { CODES, isCode, type Stage } from './codes.ts';
import { type Ignore, ignoresOf } from './ignore-comments.ts';
import { noSuchFinding } from './structure/unknown-code.ts';

/**
 * Leaves out the findings of a file that its comments ignore. Comments that ignore nothing are findings
 * themselves; those whose code belongs to a stage that was not looked at are left alone.
 */
export function withoutIgnored(
  source: SourceText,
  findings: readonly Finding[],
  stages: ReadonlySet<Stage>,
): Finding[] {
  const ignores = ignoresOf(source);
  if (ignores.length === 0) return [...findings];
  const used = new Set<Ignore>();
  const kept = findings.filter(({ code, place }) => {
    if (place.uri !== source.uri) return true;
    const ignore = ignores.find(
      (each) =>
        each.code === code && each.target.start <= place.span.start && place.span.start < each.target.end,
    );
    if (ignore) used.add(ignore);
    return !ignore;
  });
  return [
    ...kept,
    ...ignores.filter((ignore) => !used.has(ignore)).flatMap((ignore) => unneeded(ignore, source, stages)),
  ];
}

function unneeded(ignore: Ignore, source: SourceText, stages: ReadonlySet<Stage>): Finding[] {
  const { code, span } = ignore;
  const place = source.place(span);
  if (!isCode(code)) {
    const meant = nearest(code, Object.keys(CODES));
    return [
      {
        code: 'unknown-code',
        severity: 'warning',
        message: noSuchFinding(code, meant),
        place,
        fixes: meant ? [{ title: l10n.t('Change to "{0}"', meant), edits: [{ place, newText: meant }] }] : [],
      },
    ];
  }
  if (!CODES[code].every((stage) => stages.has(stage))) return [];
  return [
    {
      code: 'unused-ignore',
      severity: 'info',
      message: l10n.t('Nothing to ignore: there is no finding "{0}" here any more.', code),
      place,
      unnecessary: true,
      fixes: [
        {
          title: l10n.t('Remove "{0}" from the comment', code),
          certain: true,
          edits: [withoutCode(ignore, source)],
        },
      ],
    },
  ];
}

/** The comment without one code, or the text without the comment where it was the only one. */
function withoutCode({ codes, comment, span }: Ignore, source: SourceText): TextEdit {
  const { text } = source;
  if (codes.length > 1) {
    const before = /,\s*$/.exec(text.slice(comment.start, span.start))?.[0].length;
    const after = /^\s*,\s*/.exec(text.slice(span.end, comment.end))?.[0].length ?? 0;
    return before === undefined
      ? replace(source, { start: span.start, end: span.end + after }, '')
      : replace(source, { start: span.start - before, end: span.end }, '');
  }
  const line = text.lastIndexOf('\n', comment.start - 1) + 1;
  const alone = text.slice(line, comment.start).trim() === '';
  if (alone) return replace(source, { start: line, end: Math.min(comment.end + 1, text.length) }, '');
  const gap = /\s*$/.exec(text.slice(line, comment.start))?.[0].length ?? 0;
  return replace(source, { start: comment.start - gap, end: comment.end }, '');
}

import * as l10n from '@vscode/l10n';
import { stringify } from 'yaml';
import { examplesOf } from '../../grader/embedded/examples.ts';
import type { Grades } from '../../grader/grader.ts';
import { judgedOf, judgedPartOf } from '../../grader/judged.ts';
import { isReliable } from '../../grader/reliable.ts';
import { addItem, endOf, indentOf, insert } from '../../policy/edit/entries.ts';
import type { Finding, Fix, TextEdit } from '../../policy/finding.ts';
import type { Proposition } from '../../policy/model.ts';
import { otherLabels } from '../../samples/edit-labels.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import type { SamplesFile } from '../../samples/yaml.ts';
import type { PolicyContext } from '../check.ts';

/** A grade as sure as this that contradicts a label is worth a look at both. */
const SURE = 0.95;

/**
 * Labels that the grader surely contradicts: the label is wrong, or the proposition's prompt is. `grades`
 * must be of a grader that has not learnt from the completion. A completion that is an example of the
 * proposition already has had its say.
 */
export function gradedOtherwise(
  file: SamplesFile,
  context: PolicyContext,
  completion: SampleCompletion,
  grades: Grades,
): Finding[] {
  return Object.entries(completion.labels).flatMap(([name, label]): Finding[] => {
    const proposition = context.policy.propositions.get(name);
    const place = completion.places.labels[name];
    const grade = grades[name];
    if (!proposition || !place || !grade || grade.p === null || !isReliable(grade)) return [];
    if ((label ? 1 - grade.p : grade.p) < SURE || isExample(context, proposition, completion)) return [];
    return [
      {
        code: 'graded-otherwise',
        severity: 'info',
        message: label
          ? l10n.t(
              'Labelled true, graded {0}: the label is wrong, or the grader misunderstands "{1}".',
              grade.p.toFixed(2),
              name,
            )
          : l10n.t(
              'Labelled false, graded {0}: the label is wrong, or the grader misunderstands "{1}".',
              grade.p.toFixed(2),
              name,
            ),
        place,
        related: [{ message: l10n.t('The proposition "{0}".', name), place: proposition.name.place }],
        fixes: [
          ...otherLabels(file, [place]).map((fix) => ({
            ...fix,
            title: label
              ? l10n.t('Accept the grade: label "{0}" false', name)
              : l10n.t('Accept the grade: label "{0}" true', name),
          })),
          ...asExample(context, proposition, completion, label),
        ],
      },
    ];
  });
}

function isExample(
  { policy }: PolicyContext,
  proposition: Proposition,
  completion: SampleCompletion,
): boolean {
  const judged = judgedOf(completion, judgedPartOf(policy, proposition));
  const texts = [completion.text, ...('subject' in judged ? [judged.subject.text] : [])];
  return examplesOf(proposition).some(({ response }) =>
    texts.some((text) => response.trim() === text.trim()),
  );
}

/** The completion becomes a few-shot example of the proposition, with the label as its answer. */
function asExample(
  { files, policy }: PolicyContext,
  proposition: Proposition,
  completion: SampleCompletion,
  answer: boolean,
): Fix[] {
  const { name } = proposition;
  const judged = judgedOf(completion, judgedPartOf(policy, proposition));
  if ('missing' in judged) return [];
  const { conversation, text } = judged.subject;
  const file = files.find(({ source }) => source.uri === name.place.uri);
  const entry = file?.data?.fields.simple_propositions?.value.entries.find(
    ({ key }) => key.value === name.text,
  );
  if (!file || !entry || file.source.text[entry.value.span.start] === '{') return [];
  const { source } = file;
  const written = stringify(
    { conversation: conversation.map(({ role, content }) => ({ [role]: content })), response: text },
    { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' },
  );
  const lines = [...written.trimEnd().split('\n'), `answer: ${answer ? 'yes' : 'no'}`];
  const list = entry.value.fields.examples?.value;
  return [
    {
      title: l10n.t('Add this completion to the examples of "{0}"', name.text),
      edits: [list ? toList(source, list, lines) : toProposition(source, entry.value.span, lines)],
    },
  ];
}

type Source = PolicyContext['files'][number]['source'];

function toList(source: Source, list: Parameters<typeof addItem>[1], lines: readonly string[]): TextEdit {
  const indent = indentOf(source, list.span.start);
  return addItem(source, list, lines.join(`\n${indent}  `));
}

function toProposition(
  source: Source,
  span: { start: number; end: number },
  lines: readonly string[],
): TextEdit {
  const indent = indentOf(source, span.start);
  return insert(
    source,
    endOf(source, span),
    `\n${indent}examples:\n${indent}  - ${lines.join(`\n${indent}    `)}`,
  );
}

import * as l10n from '@vscode/l10n';
import type { Finding } from '../../policy/finding.ts';
import type { PolicyContext } from '../check.ts';
import { placeIn, writtenScalar } from './scalar.ts';

/** Requests for an answer of another form. Only plain ones: a question may well be about numbers or truth. */
const OTHER_FORM =
  /\b(?:answer|respond|reply)(?:\s+the question)?\s+(?:only\s+)?(?:with|by|using|on|in)\s+(?:only\s+)?(?:"?true"?\s*(?:or|\/)\s*"?false"?|"?A"?\s*(?:or|\/)\s*"?B"?|(?:a|one)\s+(?:single\s+)?(?:number|score|rating|letter|digit)\b(?:\s+(?:from|between)\s+\w+\s+(?:to|and)\s+\w+)?|a scale of \w+ to \w+|(?:a number )?from \w+ to \w+|JSON)/i;

/** A prompt that asks for an answer which is neither yes nor no: P(yes) cannot be read from it. */
export function* unreadableAnswer({ policy, files }: PolicyContext): Generator<Finding> {
  const texts = [
    policy.promptTemplate,
    ...[...policy.propositions.values()].flatMap(({ prompt, paraphrases = [] }) => [prompt, ...paraphrases]),
  ];
  for (const text of texts) {
    const written = text && writtenScalar(files, text);
    const match = written && OTHER_FORM.exec(written.raw);
    if (!match) continue;
    const [asked] = match;
    const place = placeIn(written, match.index, asked.length);
    const verb = asked.split(/\s/, 1)[0] ?? 'Answer';
    const newText = written.raw.startsWith('"')
      ? `${verb} with \\"yes\\" or \\"no\\"`
      : `${verb} with "yes" or "no"`;
    yield {
      code: 'unreadable-answer',
      severity: 'error',
      message: l10n.t('The grader reads "yes" or "no" and nothing else: an answer to this cannot be read.'),
      place,
      fixes: [{ title: l10n.t('Ask for "yes" or "no"'), edits: [{ place, newText }] }],
    };
  }
}

import { fingerprint } from '../../policy/fingerprint.ts';
import type { Policy, Proposition } from '../../policy/model.ts';

/**
 * Proposition -> a fingerprint of all that is asked about it. A run that was graded under another one tells of another
 * question. Descriptions and thresholds are not asked.
 */
export function wordingsOf({
  propositions,
  promptTemplate,
  grader,
}: Policy): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...propositions].map(([name, proposition]) => [
      name,
      fingerprint(
        askedOf(
          { ...proposition, judged: proposition.judged ?? grader.judged ?? 'answer' },
          promptTemplate?.text,
        ),
      ),
    ]),
  );
}

function askedOf(
  { prompt, paraphrases, examples, check, cues, judged }: Proposition,
  template: string | undefined,
): readonly unknown[] {
  // A check asks nobody.
  if (check) return [withoutPlaces(check)];
  return [template, prompt?.text, examples, cues, judged, ...(paraphrases ? [paraphrases] : [])].map(
    withoutPlaces,
  );
}

/** What is written, wherever it stands. */
function withoutPlaces(part: unknown): unknown {
  return part === undefined
    ? null
    : JSON.parse(JSON.stringify(part, (key, value) => (key === 'place' ? undefined : value)));
}

import * as l10n from '@vscode/l10n';
import { promptExamples } from '../../grader/embedded/examples.ts';
import { decide } from '../../logic/walks.ts';
import { removeItem, replace } from '../../policy/edit/entries.ts';
import type { Finding, Fix } from '../../policy/finding.ts';
import { inList } from '../../policy/lists.ts';
import type { Proposition, Turn } from '../../policy/model.ts';
import type { Place } from '../../policy/source.ts';
import type { PolicyContext } from '../check.ts';
import { constraintNodes } from '../constraint-nodes.ts';
import { constraintInWords, truth } from '../logic/wording.ts';
import { placeIn, type WrittenScalar, writtenScalar } from './scalar.ts';

interface PlacedExample {
  readonly proposition: string;
  readonly answer: boolean;
  readonly place: Place;
  /** Takes it out; none for a chat in a prompt. */
  readonly removal: readonly Fix[];
}

/** Two examples about one response that cannot both be right: in one prompt, or in two given the constraints. */
export function* examplesContradict(context: PolicyContext): Generator<Finding> {
  for (const examples of byResponse(context).values()) {
    if (examples.length > 1) {
      yield* withinOne(examples);
      yield* betweenTwo(context, examples);
    }
  }
}

function* withinOne(examples: readonly PlacedExample[]): Generator<Finding> {
  const first = new Map<string, PlacedExample>();
  for (const example of examples) {
    const before = first.get(example.proposition);
    if (!before) first.set(example.proposition, example);
    else if (before.answer !== example.answer) {
      yield {
        code: 'examples-contradict',
        severity: 'warning',
        message: example.answer
          ? l10n.t(
              'This response is an example for "yes" here and for "no" before: the grader of "{0}" learns both.',
              example.proposition,
            )
          : l10n.t(
              'This response is an example for "no" here and for "yes" before: the grader of "{0}" learns both.',
              example.proposition,
            ),
        place: example.place,
        related: [
          {
            message: before.answer ? l10n.t('The example for "yes".') : l10n.t('The example for "no".'),
            place: before.place,
          },
        ],
        fixes: [...example.removal, ...before.removal],
      };
    }
  }
}

function* betweenTwo({ logic }: PolicyContext, examples: readonly PlacedExample[]): Generator<Finding> {
  const answers = new Map(examples.map((each) => [each.proposition, each]));
  if (answers.size < 2 || logic.policy.constraints.length === 0) return;
  const { diagram, nodes } = constraintNodes(logic);
  const { simple } = logic.vocabulary;
  for (const [constraint, node] of nodes) {
    if (decide(diagram, node, (variable) => answers.get(simple[variable] as string)?.answer) !== false)
      continue;
    const involved = diagram
      .support(node)
      .flatMap((variable) => answers.get(simple[variable] as string) ?? []);
    const last = involved.at(-1);
    if (!last) continue;
    yield {
      code: 'examples-contradict',
      severity: 'warning',
      message: l10n.t(
        'The examples about this response break the constraint "{0}": {1}.',
        constraintInWords(constraint),
        inList(involved.map((each) => truth(each.proposition, each.answer))),
      ),
      place: last.place,
      related: [
        ...involved
          .slice(0, -1)
          .map((each) => ({ message: l10n.t('The example of "{0}".', each.proposition), place: each.place })),
        { message: l10n.t('The constraint.'), place: constraint.place },
      ],
      fixes: involved.toReversed().flatMap((each) => each.removal),
    };
  }
}

function byResponse(context: PolicyContext): Map<string, PlacedExample[]> {
  const found = new Map<string, PlacedExample[]>();
  for (const proposition of context.policy.propositions.values()) {
    for (const { key, example } of examplesOf(context, proposition)) {
      const before = found.get(key);
      if (before) before.push(example);
      else found.set(key, [example]);
    }
  }
  return found;
}

function* examplesOf(
  { files }: PolicyContext,
  { name, examples, prompt }: Proposition,
): Generator<{ key: string; example: PlacedExample }> {
  const proposition = name.text;
  for (const { conversation, response, answer, place } of examples) {
    const removal = removalOf(files, proposition, place, titleOf(proposition, answer));
    yield { key: keyOf(conversation, response), example: { proposition, answer, place, removal } };
  }
  const written = prompt && writtenScalar(files, prompt);
  if (!written) return;
  let from = 0;
  for (const { conversation, response, answer } of promptExamples(prompt.text)) {
    const line = response.split('\n', 1)[0] ?? '';
    // The same response again is looked for further down.
    const at = written.raw.indexOf(line, from);
    const start = at === -1 ? Math.max(0, written.raw.indexOf(line)) : at;
    from = start + 1;
    const place = placeIn(written, start, line.length);
    const removal = withoutBullet(written, start, titleOf(proposition, answer));
    yield { key: keyOf(conversation, response), example: { proposition, answer, place, removal } };
  }
}

function removalOf(
  files: PolicyContext['files'],
  proposition: string,
  { uri, span }: Place,
  title: string,
): Fix[] {
  const file = files.find(({ source }) => source.uri === uri);
  const entry = file?.data?.fields.simple_propositions?.value.entries.find(
    ({ key }) => key.value === proposition,
  );
  const list = entry?.value.fields.examples?.value;
  const index = list?.items.findIndex((item) => item.span.start === span.start) ?? -1;
  if (!file || !list || index === -1) return [];
  return [{ title, edits: [removeItem(file.source, list, index)] }];
}

/** An example that is a bullet of the prompt, on a line of its own. */
function withoutBullet({ source, span, raw }: WrittenScalar, at: number, title: string): Fix[] {
  const start = raw.lastIndexOf('\n', at);
  const next = raw.indexOf('\n', at);
  const end = next === -1 ? raw.length : next;
  if (start === -1 || !/^\s*(?:[-*•]|\d+[.)])\s/u.test(raw.slice(start, end))) return [];
  return [{ title, edits: [replace(source, { start: span.start + start, end: span.start + end }, '')] }];
}

function titleOf(proposition: string, answer: boolean): string {
  return answer
    ? l10n.t('Remove the example for "yes" of "{0}"', proposition)
    : l10n.t('Remove the example for "no" of "{0}"', proposition);
}

function keyOf(conversation: readonly Turn[], response: string): string {
  return JSON.stringify([conversation.map(({ role, content }) => [role, content.trim()]), response.trim()]);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../../policy/source.ts';
import { completionsOfLines } from '../../samples/jsonl-text.ts';
import type { SampleCompletion } from '../../samples/model.ts';
import { parseSamples } from '../../samples/yaml.ts';
import { importFiles } from './import.ts';
import type { ImportFile } from './model.ts';

/** What YAML, CSV or JSON could stumble over, and plain text. */
const hostile = fc.constantFrom(
  '',
  ' ',
  '- a: b',
  '# no comment',
  'yes',
  'null',
  '~',
  '1e3',
  '|-\n  x',
  '"quoted", with a comma',
  "it's",
  'a: &x *x !!str {b: [c]}',
  'one\r\ntwo\rthree\n',
  '\n\n  indented\n    more\n',
  'trailing space \nnext',
  '\ttab\n\tTab',
  '---\n...\n',
  '\uFEFFmark',
  '\u0000\u0001\u0085\u2028',
  '%TAG ! x',
  '<<: merge',
  '👩‍👩‍👧 é ﷽',
  `${'long '.repeat(3000)}end`,
  'x'.repeat(9000),
);
const text = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 60 }), fc.lorem());
const name = fc.stringMatching(/^[a-z][a-z_]{0,12}$/);
const turn = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text });
const chat = fc.record({
  turns: fc.array(turn, { maxLength: 3 }),
  completion: text,
  thought: fc.option(
    text.filter((each) => each !== ''),
    { nil: undefined },
  ),
  responseType: name,
  label: name,
  baseReward: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value || 0),
  propositions: fc.dictionary(name, fc.boolean(), { maxKeys: 4 }),
});

const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const file = (name: string, text: string): ImportFile => ({ name, text });

/** The samples that a file is imported as, read by the reader that everything else uses. */
function imported(from: ImportFile): readonly SampleCompletion[] {
  const { output, problems } = importFiles([from]);
  expect(problems).toEqual([]);
  if (output.kind !== 'samples') throw new Error(`made ${output.kind}`);
  const { completions, findings } = parseSamples(new SourceText('file:///made.samples.yaml', output.text));
  expect(findings).toEqual([]);
  return completions;
}

/** What must not change, in no order: completions of one prompt come together. */
function essence(completions: readonly SampleCompletion[]): string[] {
  return completions
    .map(({ conversation, text, thought, responseType, label, baseReward, labels }) =>
      JSON.stringify([
        conversation,
        text,
        thought,
        responseType,
        label,
        baseReward,
        Object.entries(labels).sort(),
      ]),
    )
    .sort();
}

/** They take a second or two; a machine that does other things may take longer. */
const PATIENCE = { timeout: 60_000 };

describe('what is imported', PATIENCE, () => {
  it('comes back from chat messages as it was, whatever is in the texts', () => {
    fc.assert(
      fc.property(fc.array(chat, { minLength: 1, maxLength: 6 }), (chats) => {
        const from = file(
          'chat.jsonl',
          jsonl(
            chats.map(({ turns, completion, thought, responseType, label, baseReward, propositions }) => ({
              messages: [...turns, { role: 'assistant', content: completion, reasoning_content: thought }],
              response_type: responseType,
              label,
              base_reward: baseReward,
              propositions,
            })),
          ),
        );
        const straight = completionsOfLines(new SourceText('file:///chat.jsonl', from.text));
        expect(essence(imported(from))).toEqual(essence(straight));
      }),
      { numRuns: 200 },
    );
  });

  it('comes back from preference pairs as it was', () => {
    const pair = fc.record({ prompt: text, chosen: text, rejected: text });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 5 }), (pairs) => {
        const from = file('pairs.jsonl', jsonl(pairs));
        const straight = completionsOfLines(new SourceText('file:///pairs.jsonl', from.text));
        expect(essence(imported(from))).toEqual(essence(straight));
      }),
    );
  });

  it('comes back from CSV as it was, with either end of line', () => {
    // The format has no word for an empty prompt or completion: such a field says nothing.
    const field = text.filter((value) => value !== '' && !/\p{Cs}/u.test(value));
    const row = fc.record({ prompt: field, completion: field, thinking: field, label: name });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (rows, end, hasMark) => {
          const lines = rows.map(({ prompt, completion, thinking, label }) =>
            [prompt, completion, thinking, label].map(quoted).join(','),
          );
          const written = ['prompt,completion,thinking,label', ...lines, ''].join(end);
          const found = imported(file('sheet.csv', `${hasMark ? '\uFEFF' : ''}${written}`));
          const all = (list: readonly unknown[][]) => list.map((each) => JSON.stringify(each)).sort();
          expect(all(found.map((each) => [each.conversation, each.text, each.thought, each.label]))).toEqual(
            all(
              rows.map(({ prompt, completion, thinking, label }) => [
                [{ role: 'user', content: prompt }],
                completion,
                thinking,
                label,
              ]),
            ),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is the same in lines as in YAML', () => {
    const many = Array.from({ length: 2001 }, (_, index) => `question ${index},"answer, ${index}",good`);
    const { output, completions } = importFiles([
      file('many.csv', `prompt,completion,label\n${many.join('\n')}\n`),
    ]);
    expect([output.kind, completions]).toEqual(['lines', 2001]);
    const text = output.kind === 'lines' ? output.text : '';
    const read = completionsOfLines(new SourceText('file:///many.samples.jsonl', text));
    expect(read).toHaveLength(2001);
    expect(read[2000]).toMatchObject({ text: 'answer, 2000', label: 'good' });
  });
});
